package io.zonekeep.server.state;

import static io.zonekeep.server.state.AppliedState.key;
import static io.zonekeep.server.state.AppliedState.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyCommandsTest {
  private final AppliedState state = new AppliedState();

  @Test
  void versionsGrowOverAllKeysAndDeletes() {
    assertThat(state.apply(put("a", "1", 0))).isEqualTo(new Result.Written(1));
    assertThat(state.apply(put("b", "1", 0))).isEqualTo(new Result.Written(2));
    assertThat(state.apply(delete("a", OptionalLong.empty())))
        .isEqualTo(new Result.Deleted(true, 3));
    assertThat(state.apply(delete("a", OptionalLong.empty())))
        .isEqualTo(new Result.Deleted(false, 4));
    assertThat(state.apply(put("a", "2", 0))).isEqualTo(new Result.Written(5));
  }

  @Test
  void aPutIfAbsentIsRefusedForAKeyThatIsThere() {
    assertThat(state.apply(putIf("k", OptionalLong.of(0)))).isEqualTo(new Result.Written(1));
    assertThat(state.apply(putIf("k", OptionalLong.of(0))))
        .isEqualTo(new Result.ConditionFailed(1));
    assertThat(state.apply(putIf("k", OptionalLong.of(1)))).isEqualTo(new Result.Written(2));
  }

  @Test
  void aDeleteOfTheWrongVersionIsRefused() {
    state.apply(put("k", "v", 0));
    assertThat(state.apply(delete("k", OptionalLong.of(0))))
        .isEqualTo(new Result.ConditionFailed(1));
    assertThat(state.apply(delete("other", OptionalLong.of(1))))
        .isEqualTo(new Result.ConditionFailed(0));
    assertThat(state.apply(delete("other", OptionalLong.of(0))))
        .isEqualTo(new Result.Deleted(false, 2));
    assertThat(state.apply(delete("k", OptionalLong.of(1)))).isEqualTo(new Result.Deleted(true, 3));
  }

  @Test
  void aTouchLeavesValueAndVersion() {
    state.apply(put("k", "v", 100));
    state.now += 50;
    assertThat(state.apply(new Command.Touch(key("k"), 100)))
        .isEqualTo(new Result.Touched(true, 1));
    KeyRecord record = state.machine.reader().get(key("k")).orElseThrow();
    assertThat(record.value()).isEqualTo(Bytes.utf8("v"));
    assertThat(record.version()).isEqualTo(1);
    assertThat(record.dueMillis()).hasValue(state.now + 100);
    assertThat(state.apply(new Command.Touch(key("none"), 100)))
        .isEqualTo(new Result.Touched(false, 0));
  }

  @Test
  void aBatchIsAppliedWholeWithAVersionForEachThatIsWritten() {
    state.apply(put("old", "v", 0));
    assertThat(
            state.apply(
                batch(
                    new Command.Operation.Check(Bytes.utf8("old"), 1),
                    operationPut("a"),
                    new Command.Operation.Delete(Bytes.utf8("old"), OptionalLong.empty()))))
        .isEqualTo(new Result.BatchWritten(List.of(1L, 2L, 3L)));
    assertThat(state.value("a")).isPresent();
    assertThat(state.value("old")).isEmpty();
  }

  @Test
  void aBatchWithAConditionThatFailsDoesNothing() {
    state.apply(put("k", "v", 0));
    assertThat(
            state.apply(
                batch(
                    operationPut("a"),
                    new Command.Operation.Check(Bytes.utf8("k"), 9),
                    operationPut("k"))))
        .isEqualTo(new Result.BatchRefused(1, List.of(0L, 1L, 1L)));
    assertThat(state.value("a")).isEmpty();
    assertThat(state.machine.version()).isEqualTo(1);
  }

  @Test
  void writesOfOneEntrySeeEachOther() {
    List<Result> results =
        state.apply(
            Write.anonymous(put("k", "v", 0)),
            Write.anonymous(putIf("k", OptionalLong.of(0))),
            Write.anonymous(delete("k", OptionalLong.of(1))),
            Write.anonymous(putIf("k", OptionalLong.of(0))));
    assertThat(results)
        .containsExactly(
            new Result.Written(1),
            new Result.ConditionFailed(1),
            new Result.Deleted(true, 2),
            new Result.Written(3));
  }

  @Test
  void aPutWithoutConditionAndTimeToLiveReadsNothing() {
    CountingStore counting = new CountingStore();
    StateMachine machine = new StateMachine(counting);
    counting.reads.set(0);
    machine.apply(
        1,
        0,
        new Entry(
            1,
            1,
            state.window,
            Optional.of(state.feed),
            List.of(Write.anonymous(put("k", "v", 0)))));
    assertThat(counting.reads).hasValue(0);
  }

  @Test
  void keysOfDifferentNamespacesNeverMeet() {
    state.apply(
        new Command.Put(new Key("a", Bytes.utf8("bc")), Bytes.utf8("1"), OptionalLong.empty(), 0));
    state.apply(
        new Command.Put(new Key("ab", Bytes.utf8("c")), Bytes.utf8("2"), OptionalLong.empty(), 0));
    StateReader reader = state.machine.reader();
    assertThat(reader.get(new Key("a", Bytes.utf8("bc"))).orElseThrow().version()).isEqualTo(1);
    assertThat(reader.scan("a", Bytes.EMPTY, Bytes.EMPTY, 10, 1_000, true).items()).hasSize(1);
  }

  @Test
  void aScanComesInPagesOfRecordsAndOfBytes() {
    for (String name : List.of("a1", "a2", "a3", "b1")) {
      state.apply(put(name, "0123456789", 0));
    }
    assertThat(keys(scan("a", "", 2, 1_000))).containsExactly("a1", "a2");
    assertThat(scan("a", "", 2, 1_000).more()).isTrue();
    assertThat(keys(scan("a", "a2", 2, 1_000))).containsExactly("a3");
    assertThat(scan("a", "a2", 2, 1_000).more()).isFalse();
    assertThat(keys(scan("a", "", 10, 1))).containsExactly("a1");
    assertThat(keys(scan("a", "", 10, 13))).containsExactly("a1", "a2");
    assertThat(keys(scan("", "", 10, 1_000))).containsExactly("a1", "a2", "a3", "b1");
    assertThat(keys(scan("a", "0", 10, 1_000))).containsExactly("a1", "a2", "a3");
    assertThat(scan("a", "b", 10, 1_000).items()).isEmpty();
  }

  @Test
  void entriesMustComeInOrder() {
    state.apply(put("k", "v", 0));
    Entry entry = new Entry(1, 1, state.window, Optional.of(state.feed), List.of());
    assertThatThrownBy(() -> state.machine.apply(1, 0, entry))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot follow");
    assertThatThrownBy(() -> state.machine.apply(0, 1, entry))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> state.machine.skip(1, 0)).isInstanceOf(IllegalStateException.class);
  }

  private Page<KeyRecord> scan(String prefix, String after, int limit, int bytesMax) {
    return state
        .machine
        .reader()
        .scan("n", Bytes.utf8(prefix), Bytes.utf8(after), limit, bytesMax, false);
  }

  private static List<String> keys(Page<KeyRecord> page) {
    return page.items().stream().map(record -> record.key().toUtf8()).toList();
  }

  private static Command putIf(String key, OptionalLong ifVersion) {
    return new Command.Put(key(key), Bytes.utf8("v"), ifVersion, 0);
  }

  private static Command delete(String key, OptionalLong ifVersion) {
    return new Command.Delete(key(key), ifVersion);
  }

  private static Command batch(Command.Operation... operations) {
    return new Command.Batch("n", List.of(operations));
  }

  private static Command.Operation operationPut(String key) {
    return new Command.Operation.Put(Bytes.utf8(key), Bytes.utf8("v"), OptionalLong.empty(), 0);
  }

  private static final class CountingStore implements Store {
    private final MemoryStore store = new MemoryStore();
    private final AtomicInteger reads = new AtomicInteger();

    @Override
    public Optional<Bytes> get(Table table, Bytes row) {
      reads.incrementAndGet();
      return store.get(table, row);
    }

    @Override
    public void scan(Table table, Bytes prefix, Bytes from, RowVisitor visitor) {
      reads.incrementAndGet();
      store.scan(table, prefix, from, visitor);
    }

    @Override
    public View view() {
      return store.view();
    }

    @Override
    public void commit(Changes changes) {
      store.commit(changes);
    }
  }
}
