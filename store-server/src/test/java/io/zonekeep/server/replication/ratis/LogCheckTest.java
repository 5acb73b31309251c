package io.zonekeep.server.replication.ratis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.zonekeep.server.replication.Durable;
import io.zonekeep.server.replication.FolderUse;
import io.zonekeep.server.replication.ratis.LogCheck.Outcome;
import io.zonekeep.server.replication.ratis.LogCheck.Outcome.Clean;
import io.zonekeep.server.replication.ratis.LogCheck.Outcome.Damaged;
import io.zonekeep.server.replication.ratis.LogCheck.Outcome.TornTailCut;
import io.zonekeep.server.replication.ratis.SegmentReader.Good;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogCheckTest {
  private static final int ENTRIES = 120;
  private static final int ROUNDS = 150;

  private static final List<Placed> placed = new ArrayList<>();

  @TempDir static Path originals = Path.of("unset");
  private static Path original = Path.of("unset");
  private static List<LogEntryProto> written = List.of();

  @TempDir Path temp;
  private int copies;

  /** Where a record stands. */
  private record Placed(Path file, boolean open, long from, long to) {}

  @BeforeAll
  static void writeALog() throws IOException {
    original = originals.resolve("original");
    written = RatisLog.write(original, ENTRIES, new Random(4711));
    for (SegmentFile segment : SegmentFile.listIn(RatisLog.current(original))) {
      Path name = segment.path().getFileName();
      try (SegmentReader reader = new SegmentReader(segment.path())) {
        reader.readHeader();
        long from = reader.offset();
        while (reader.next() instanceof Good) {
          placed.add(new Placed(name, segment.open(), from, reader.offset()));
          from = reader.offset();
        }
      }
    }
    assertThat(placed).hasSize(ENTRIES);
    assertThat(placed.stream().filter(Placed::open).count()).isBetween(12L, 60L);
    assertThat(placed.stream().map(Placed::file).distinct().count()).isGreaterThan(3);
  }

  @AfterEach
  void closeTheLogs() {
    RatisLog.awaitClosed();
  }

  @Test
  void aLogAsItWasWrittenIsClean() throws IOException {
    Path raft = copy();
    assertThat(new LogCheck(raft, -1).run())
        .isEqualTo(new Clean(written.getLast().getTerm(), ENTRIES - 1));
    assertThat(new LogCheck(raft, ENTRIES - 1).run()).isInstanceOf(Clean.class);
    assertThat(RatisLog.read(raft)).isEqualTo(written);
  }

  @Test
  void whatAPowerCutLeavesIsCutAndRatisStartsWithAllBefore() throws IOException {
    Random random = new Random(1);
    int refusedByRatisAlone = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Path raft = copy();
      Path open = openSegment(raft);
      Placed record = someOpenRecord(random);
      long cut =
          random.nextInt(4) == 0
              ? record.from
              : random.nextLong(record.from, openEnd() + 2 * (record.to - record.from));
      cut = Math.min(cut, Files.size(open));
      if (random.nextBoolean()) {
        zero(open, cut, Files.size(open));
      } else {
        truncate(open, cut);
      }
      refusedByRatisAlone += refuses(raft) ? 1 : 0;

      Outcome outcome = new LogCheck(raft, -1).run();
      String what = "round %d: cut at %d: %s".formatted(round, cut, outcome);
      assertThat(outcome).as(what).isNotInstanceOf(Damaged.class);
      assertThat(RatisLog.read(raft)).as(what).isEqualTo(writtenBefore(cut));
    }
    // Otherwise there would be no need for the check.
    assertThat(refusedByRatisAlone).isGreaterThan(ROUNDS / 10);
  }

  @Test
  void aFlippedByteNeverCostsAnEntryBeforeItNorSilentlyOneAfterIt() throws IOException {
    Random random = new Random(2);
    int damaged = 0;
    for (int round = 0; round < 2 * ROUNDS; round++) {
      Path raft = copy();
      List<SegmentFile> segments = SegmentFile.listIn(RatisLog.current(raft));
      Path file = segments.get(random.nextInt(segments.size())).path();
      long at = random.nextLong(Files.size(file));
      flip(file, at, 1 + random.nextInt(255));

      Outcome outcome = new LogCheck(raft, -1).run();
      String what = "round %d: %s at %d: %s".formatted(round, file, at, outcome);
      int entry = entryAt(file, at);
      if (entry < ENTRIES - 1) {
        assertThat(outcome).as(what).isInstanceOf(Damaged.class);
        damaged++;
      } else {
        // In the last record, which looks like a torn one, or in the padding behind it.
        assertThat(outcome).as(what).isInstanceOf(TornTailCut.class);
        assertThat(RatisLog.read(raft)).as(what).isEqualTo(written.subList(0, entry));
      }
    }
    assertThat(damaged).isGreaterThan(ROUNDS);
  }

  @Test
  void aFlippedByteInAnEntryTheStateHasIsDamageEvenAtTheEnd() throws IOException {
    Path raft = copy();
    Placed last = placed.getLast();
    flip(openSegment(raft), last.to - 1, 1);
    assertThat(new LogCheck(raft, ENTRIES - 1).run()).isInstanceOf(Damaged.class);
    assertThat(new LogCheck(raft, ENTRIES - 2).run())
        .isEqualTo(
            new TornTailCut(openSegment(raft), last.from, preallocatedEnd(last.to) - last.from));
    assertThat(new LogCheck(raft, ENTRIES - 1).run()).isInstanceOf(Damaged.class);
  }

  /** An interrupted write of several pages, of which the disk wrote later ones first. */
  @Test
  void holesInTheLastWritesAreCutAndHolesFurtherBackAreDamage() throws IOException {
    Random random = new Random(3);
    int cut = 0;
    int damaged = 0;
    for (int round = 0; round < 2 * ROUNDS; round++) {
      Path raft = copy();
      Path open = openSegment(raft);
      long page = random.nextLong(openEnd() / 4096 + 1) * 4096;
      zero(open, page, Math.min(page + 4096, Files.size(open)));
      int entry = page < 8 ? firstOpenEntry() : entryEndingAfter(page);

      Outcome outcome = new LogCheck(raft, -1).run();
      String what =
          "round %d: page %d of %d, entry %d: %s".formatted(round, page, openEnd(), entry, outcome);
      if (outcome instanceof Damaged) {
        assertThat(entry).as(what).isLessThan(ENTRIES - 1 - LogCheck.UNSYNCED_ENTRIES_MAX);
        damaged++;
      } else {
        List<LogEntryProto> left = RatisLog.read(raft);
        assertThat(left).as(what).isEqualTo(written.subList(0, left.size()));
        assertThat(left.size())
            .as(what)
            .isGreaterThanOrEqualTo(ENTRIES - 1 - LogCheck.UNSYNCED_ENTRIES_MAX);
        cut++;
      }
    }
    assertThat(cut).isGreaterThan(20);
    assertThat(damaged).isGreaterThan(20);
  }

  @Test
  void garbageBehindTheLastRecordCostsNothing() throws IOException {
    Random random = new Random(4);
    for (int round = 0; round < 50; round++) {
      Path raft = copy();
      byte[] garbage = new byte[1 + random.nextInt(5000)];
      random.nextBytes(garbage);
      overwrite(openSegment(raft), openEnd() + random.nextInt(3) * 100L, garbage);
      assertThat(new LogCheck(raft, ENTRIES - 1).run()).isInstanceOf(TornTailCut.class);
      assertThat(RatisLog.read(raft)).isEqualTo(written);
    }
  }

  @Test
  void aClosedSegmentThatLostRecordsIsDamageThoughRatisWouldTakeIt() throws IOException {
    for (Placed record : placed) {
      if (!record.open && record.from > SegmentReader.HEADER_BYTES) {
        Path raft = copy();
        truncate(RatisLog.current(raft).resolve(record.file), record.from);
        assertThat(new LogCheck(raft, -1).run()).isInstanceOf(Damaged.class);
      }
    }
  }

  @Test
  void whatIsBehindTheEndOfAClosedSegmentDoesNotMatter() throws IOException {
    Path raft = copy();
    Path closed = SegmentFile.listIn(RatisLog.current(raft)).getFirst().path();
    overwrite(closed, Files.size(closed), new byte[] {0, 0, 0, 1, 2, 3});
    assertThat(new LogCheck(raft, -1).run()).isInstanceOf(Clean.class);
    assertThat(RatisLog.read(raft)).isEqualTo(written);
  }

  @Test
  void aMissingSegmentIsDamageUnlessTheStateHasAllBeforeTheNext() throws IOException {
    List<SegmentFile> segments = SegmentFile.listIn(RatisLog.current(original));
    for (int i = 0; i < segments.size() - 1; i++) {
      long next = segments.get(i + 1).startIndex();
      Path raft = copy();
      Files.delete(RatisLog.current(raft).resolve(segments.get(i).path().getFileName()));
      assertThat(new LogCheck(raft, next - 2).run()).isInstanceOf(Damaged.class);
      assertThat(new LogCheck(raft, next - 1).run()).isInstanceOf(Clean.class);
      // The state has the rest, so Ratis must not stumble over it.
      assertThat(RatisLog.read(raft)).isEqualTo(written.subList((int) next, ENTRIES));
    }
  }

  @Test
  void aMissingLastSegmentIsDamageIfTheStateHasItsEntries() throws IOException {
    Path raft = copy();
    Files.delete(openSegment(raft));
    assertThat(new LogCheck(raft, ENTRIES - 1).run()).isInstanceOf(Damaged.class);
    Durable.deleteTree(raft);
    assertThat(new LogCheck(raft, 0).run()).isInstanceOf(Damaged.class);
    assertThat(new LogCheck(raft, -1).run()).isEqualTo(new Clean(0, -1));
  }

  @Test
  void segmentsThatDoNotFitTogetherAreDamage() throws IOException {
    Path twoOpen = copy();
    Files.copy(openSegment(twoOpen), RatisLog.current(twoOpen).resolve("log_inprogress_120"));
    assertThat(new LogCheck(twoOpen, -1).run()).isInstanceOf(Damaged.class);

    Path backup = copy();
    Files.copy(openSegment(backup), Path.of(openSegment(backup) + ".bak"));
    assertThat(new LogCheck(backup, -1).run()).isInstanceOf(Damaged.class);

    Path renamed = copy();
    SegmentFile first = SegmentFile.listIn(RatisLog.current(renamed)).getFirst();
    Files.move(
        first.path(), first.path().resolveSibling("log_0-" + (first.endIndex().orElseThrow() + 1)));
    assertThat(new LogCheck(renamed, -1).run()).isInstanceOf(Damaged.class);

    Path twoGroups = copy();
    Files.createDirectories(twoGroups.resolve("another/current"));
    assertThat(new LogCheck(twoGroups, -1).run()).isInstanceOf(Damaged.class);
  }

  @Test
  void aVoteThatCannotBeReadOrIsOlderThanTheLogIsDamage() throws IOException {
    Path raft = copy();
    Path meta = RatisLog.current(raft).resolve("raft-meta");
    assertThat(RaftFolder.use(raft)).isEqualTo(FolderUse.IN_USE);
    for (String content :
        List.of("", "term=7", "votedFor=a", "term=x\nvotedFor=a", "term=-1\nvotedFor=a")) {
      Files.writeString(meta, content);
      assertThat(new LogCheck(raft, -1).run()).as(content).isInstanceOf(Damaged.class);
      assertThat(RaftFolder.use(raft)).isEqualTo(FolderUse.IN_USE);
    }
    Files.write(meta, new byte[] {'t', (byte) 0xff, (byte) 0xfe});
    assertThat(new LogCheck(raft, -1).run()).isInstanceOf(Damaged.class);
    Files.writeString(meta, "term=%d\nvotedFor=a".formatted(written.getLast().getTerm() - 1));
    assertThat(new LogCheck(raft, -1).run()).isInstanceOf(Damaged.class);
    Files.delete(meta);
    assertThat(new LogCheck(raft, -1).run()).isInstanceOf(Damaged.class);
  }

  @Test
  void aSegmentJustBegunSaysNothing() throws IOException {
    for (byte[] content :
        List.of(
            new byte[0],
            new byte[1000],
            "Raft".getBytes(US_ASCII),
            "RaftLog1".getBytes(US_ASCII))) {
      Path raft = copy();
      Path open = openSegment(raft);
      Files.write(open, content);
      assertThat(new LogCheck(raft, -1).run()).isNotInstanceOf(Damaged.class);
      assertThat(RatisLog.read(raft)).isEqualTo(written.subList(0, firstOpenEntry()));
    }
  }

  @Test
  void aFolderIsUnusedUntilThereIsATermAVoteOrAnEntry() throws IOException {
    Path raft = temp.resolve("new");
    assertThat(RaftFolder.use(raft)).isEqualTo(FolderUse.EMPTY);
    Files.createDirectories(RatisLog.current(raft));
    assertThat(RaftFolder.use(raft)).isEqualTo(FolderUse.UNUSED);
    Path meta = RatisLog.current(raft).resolve("raft-meta");
    Files.writeString(meta, "term=0\nvotedFor=");
    assertThat(RaftFolder.use(raft)).isEqualTo(FolderUse.UNUSED);
    Files.writeString(meta, "term=1\nvotedFor=");
    assertThat(RaftFolder.use(raft)).isEqualTo(FolderUse.IN_USE);
    Files.writeString(meta, "term=0\nvotedFor=a");
    assertThat(RaftFolder.use(raft)).isEqualTo(FolderUse.IN_USE);
    Files.delete(meta);
    Files.write(RatisLog.current(raft).resolve("log_inprogress_0"), new byte[1]);
    assertThat(RaftFolder.use(raft)).isEqualTo(FolderUse.IN_USE);
  }

  private boolean refuses(Path raft) throws IOException {
    Path again = temp.resolve("again" + copies++);
    RatisLog.copy(raft, again);
    try {
      RatisLog.read(again);
      return false;
    } catch (IOException | IllegalStateException e) {
      return true;
    }
  }

  private Path copy() throws IOException {
    Path raft = temp.resolve("raft" + copies++);
    RatisLog.copy(original, raft);
    return raft;
  }

  private static Path openSegment(Path raft) throws IOException {
    Path current = RatisLog.current(raft);
    return SegmentFile.listIn(current).getLast().path();
  }

  private Placed someOpenRecord(Random random) {
    return placed.get(random.nextInt(firstOpenEntry(), ENTRIES));
  }

  private int firstOpenEntry() {
    for (int i = 0; i < ENTRIES; i++) {
      if (placed.get(i).open) {
        return i;
      }
    }
    return fail("no open segment");
  }

  private long openEnd() {
    return placed.getLast().to;
  }

  private long preallocatedEnd(long end) throws IOException {
    long size = Files.size(openSegment(original));
    assertThat(size).isGreaterThanOrEqualTo(end);
    return size;
  }

  private List<LogEntryProto> writtenBefore(long cut) {
    long whole = placed.stream().filter(record -> !record.open || record.to <= cut).count();
    return written.subList(0, (int) whole);
  }

  /** The first entry of the open segment that ends behind an offset. */
  private int entryEndingAfter(long offset) {
    int entry = firstOpenEntry();
    while (entry < ENTRIES && placed.get(entry).to <= offset) {
      entry++;
    }
    return entry;
  }

  /** The entry a byte belongs to, the first if it is the header's; one too many: the padding. */
  private int entryAt(Path file, long at) {
    for (int i = 0; i < ENTRIES; i++) {
      if (placed.get(i).file.equals(file.getFileName()) && at < placed.get(i).to) {
        return i;
      }
    }
    return ENTRIES;
  }

  private static void zero(Path file, long from, long to) throws IOException {
    overwrite(file, from, new byte[(int) (to - from)]);
  }

  private static void truncate(Path file, long at) throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(at);
    }
  }

  private static void flip(Path file, long at, int bits) throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.seek(at);
      int old = opened.read();
      opened.seek(at);
      opened.write(old ^ bits);
    }
  }

  private static void overwrite(Path file, long at, byte[] bytes) throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.seek(at);
      opened.write(bytes);
    }
  }
}
