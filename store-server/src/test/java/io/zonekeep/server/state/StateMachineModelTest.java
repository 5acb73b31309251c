package io.zonekeep.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of random commands against the model; a failure names its seed. */
class StateMachineModelTest {
  private static final int ENTRIES = 1_500;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void resultsAndRecordsAreThoseOfTheModel(long seed) {
    MemoryStore store = new MemoryStore();
    StateMachine machine = new StateMachine(store);
    StateModel model = new StateModel();
    RandomEntries entries = new RandomEntries(new Random(seed), model, machine.reader());
    for (int index = 0; index < ENTRIES; index++) {
      Entry entry = entries.next();
      assertThat(machine.apply(1, index, entry))
          .as("seed %d, entry %d: %s", seed, index, entry)
          .isEqualTo(model.apply(index, entry));
      if (index % 10 == 0) {
        ModelCheck.agrees(machine.reader(), model);
        ModelCheck.hintsAreEarlyEnough(store, model);
        ModelCheck.leavesNoRows(store, model);
        ModelCheck.feedAgrees(store, machine.reader(), model, new Random(seed + index));
      }
    }
    sweepToTheEnd(machine, model);
    ModelCheck.agrees(machine.reader(), model);
    assertThat(store.rows(Table.DUE)).as("seed %d", seed).isEmpty();
  }

  /** Once it is late enough, all that had a due time is gone and no hint is left. */
  private static void sweepToTheEnd(StateMachine machine, StateModel model) {
    DedupeWindow window = new DedupeWindow(1_000, 10, 100);
    long late = machine.storeTimeMillis() + 4_000L * 24 * 3_600 * 1_000;
    List<DueHint> hints;
    do {
      hints = machine.reader().dueHints(late, 7);
      Entry sweep =
          new Entry(
              late,
              0,
              window,
              Optional.of(RandomEntries.FEED),
              List.of(Write.anonymous(new Command.Expire(hints))));
      long index = machine.applied().index() + 1;
      assertThat(machine.apply(1, index, sweep)).isEqualTo(model.apply(index, sweep));
    } while (!hints.isEmpty());
    assertThat(model.keys().values()).noneMatch(record -> record.dueMillis().isPresent());
    assertThat(model.sessions().values()).noneMatch(session -> session.dueMillis().isPresent());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13})
  void aMachineMadeAnewAfterEachEntryDecidesAlike(long seed) {
    MemoryStore store = new MemoryStore();
    StateModel model = new StateModel();
    StateMachine steady = new StateMachine(new MemoryStore());
    RandomEntries entries = new RandomEntries(new Random(seed), model, steady.reader());
    StateMachine machine = new StateMachine(store);
    for (int index = 0; index < ENTRIES; index++) {
      Entry entry = entries.next();
      List<Result> expected = model.apply(index, entry);
      assertThat(steady.apply(1, index, entry)).isEqualTo(expected);
      if (index % 2 == 0) {
        machine = new StateMachine(store);
      } else {
        machine.reload();
      }
      assertThat(machine.apply(1, index, decoded(entry)))
          .as("seed %d, entry %d", seed, index)
          .isEqualTo(expected);
    }
    assertThat(machine.applied()).isEqualTo(steady.applied());
  }

  /** Else the tests above would show little. */
  @Test
  void theRandomEntriesReachEveryOutcome() {
    StateMachine machine = new StateMachine(new MemoryStore());
    StateModel model = new StateModel();
    RandomEntries entries = new RandomEntries(new Random(14), model, machine.reader());
    Set<Object> outcomes = new HashSet<>();
    int expired = 0;
    for (int index = 0; index < ENTRIES; index++) {
      Entry entry = entries.next();
      model.apply(index, entry);
      for (Result result : machine.apply(1, index, entry)) {
        outcomes.add(result.getClass());
        switch (result) {
          case Result.SessionRefused refused -> outcomes.add(refused.refusal());
          case Result.WriteIdRefused refused -> outcomes.add(refused.refusal());
          case Result.Expired sweep -> expired += sweep.records();
          case Result _ -> {}
        }
      }
    }
    assertThat(outcomes)
        .contains((Object[]) Result.class.getPermittedSubclasses())
        .contains((Object[]) Result.SessionRefusal.values())
        .contains((Object[]) Result.WriteIdRefusal.values());
    assertThat(expired).isGreaterThan(100);
  }

  private static Entry decoded(Entry entry) {
    byte[] bytes =
        EntryCodec.assemble(
            entry.storeTimeMillis(),
            entry.wallMillis(),
            entry.window(),
            entry.feed().orElseThrow(),
            entry.writes().stream().map(EntryCodec::encodeWrite).toList());
    return EntryCodec.decode(ByteBuffer.wrap(bytes));
  }
}
