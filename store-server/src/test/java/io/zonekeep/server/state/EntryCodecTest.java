package io.zonekeep.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
  private static final DedupeWindow WINDOW = new DedupeWindow(600_000, 10_000, 1_000_000);
  private static final Optional<FeedWindow> FEED = Optional.of(new FeedWindow(true, 1, 2, 3, 4));

  @Test
  void entriesComeBackAsTheyWere() {
    forRandomEntries(3, 2_000, (entry, bytes) -> assertThat(decode(bytes)).isEqualTo(entry));
  }

  @Test
  void extremeNumbersComeBackAsTheyWere() {
    for (long number : new long[] {0, 1, 127, 128, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      Key key = new Key("", Bytes.EMPTY);
      Entry entry =
          new Entry(
              number,
              number,
              new DedupeWindow(number, Integer.MAX_VALUE, 0),
              Optional.of(new FeedWindow(number < 0, number, number, number, Integer.MAX_VALUE)),
              List.of(
                  new Write(
                      Optional.of(
                          new WriteId(
                              Bytes.wrap(new byte[16]), Long.MAX_VALUE - 1, number, number)),
                      new Command.Put(key, Bytes.EMPTY, OptionalLong.of(number), number))));
      assertThat(decode(encode(entry))).isEqualTo(entry);
    }
  }

  @Test
  void theBufferIsReadFromItsPositionAndLeftThere() {
    byte[] bytes = encode(new Entry(1, 2, WINDOW, FEED, List.of()));
    ByteBuffer framed = ByteBuffer.allocate(bytes.length + 7).position(3).put(bytes);
    framed.flip().position(3);
    assertThat(EntryCodec.decode(framed.asReadOnlyBuffer()))
        .isEqualTo(new Entry(1, 2, WINDOW, FEED, List.of()));
    assertThat(framed.position()).isEqualTo(3);
  }

  /** There a session's inactive time of zero meant for ever. */
  @Test
  void anEntryOfTheReleaseBeforeTheFeedIsUnderstoodAsItWasMeant() {
    ByteWriter old = new ByteWriter(64).octet(1).number(5).number(6);
    old.number(WINDOW.millis()).number(WINDOW.resultsPerClient()).number(WINDOW.resultsInAll());
    old.number(1).flag(false).octet(5).text("n").text("s").number(0).text("ada");
    old.number(0).number(1_024).number(4 << 20);
    Entry entry = decode(old.toArray());
    assertThat(entry.feed()).isEmpty();
    assertThat(entry.storeTimeMillis()).isEqualTo(5);
    assertThat(((Command.CreateSession) entry.writes().getFirst().command()).maxInactiveMillis())
        .isEqualTo(-1);
  }

  @Test
  void anotherFormatIsRefusedByName() {
    byte[] bytes = encode(new Entry(1, 2, WINDOW, FEED, List.of()));
    bytes[0] = 9;
    assertThatThrownBy(() -> decode(bytes))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessageContaining("format 9");
  }

  @Test
  void everyTruncationIsRefused() {
    forRandomEntries(
        4,
        150,
        (entry, bytes) -> {
          for (int length = 0; length < Math.min(bytes.length, 400); length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> decode(part)).isInstanceOf(MalformedBytesException.class);
          }
        });
  }

  @Test
  void bytesThatFollowAreRefused() {
    byte[] bytes = encode(new Entry(1, 2, WINDOW, FEED, List.of()));
    assertThatThrownBy(() -> decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessageContaining("too many");
  }

  @Test
  void garbageIsRefusedOrReadButNeverWorse() {
    Random random = new Random(5);
    forRandomEntries(
        5,
        500,
        (entry, bytes) -> {
          for (int change = 0; change < 30 && bytes.length > 1; change++) {
            byte[] garbled = bytes.clone();
            garbled[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt(256);
            decodeOrRefuse(garbled);
          }
          byte[] noise = new byte[random.nextInt(100)];
          random.nextBytes(noise);
          decodeOrRefuse(noise);
        });
  }

  @Test
  void aCountBeyondTheBytesIsRefusedBeforeAnythingIsMade() {
    ByteWriter out = new ByteWriter(32);
    out.octet(1).number(1).number(1).number(1).number(1).number(1).number(Integer.MAX_VALUE);
    assertThatThrownBy(() -> decode(out.toArray()))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessageContaining("2147483647 bytes wanted");
  }

  @Test
  void aNumberTooLongIsRefused() {
    byte[] eleven = new byte[12];
    Arrays.fill(eleven, (byte) 0x80);
    eleven[0] = 1;
    assertThatThrownBy(() -> decode(eleven))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessageContaining("64 bits");
  }

  private static void decodeOrRefuse(byte[] bytes) {
    try {
      assertThat(decode(bytes)).isNotNull();
    } catch (MalformedBytesException refused) {
      assertThat(refused).hasMessageContaining("log entry");
    }
  }

  private static void forRandomEntries(long seed, int count, EntryCheck check) {
    StateMachine machine = new StateMachine(new MemoryStore());
    StateModel model = new StateModel();
    RandomEntries entries = new RandomEntries(new Random(seed), model, machine.reader());
    for (int index = 0; index < count; index++) {
      Entry entry = entries.next();
      model.apply(index, entry);
      machine.apply(1, index, entry);
      check.check(entry, encode(entry));
    }
  }

  private static byte[] encode(Entry entry) {
    return EntryCodec.assemble(
        entry.storeTimeMillis(),
        entry.wallMillis(),
        entry.window(),
        entry.feed().orElseThrow(),
        entry.writes().stream().map(EntryCodec::encodeWrite).toList());
  }

  private static Entry decode(byte[] bytes) {
    return EntryCodec.decode(ByteBuffer.wrap(bytes));
  }

  private interface EntryCheck {
    void check(Entry entry, byte[] bytes);
  }
}
