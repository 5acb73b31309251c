package io.zonekeep.server.storage;

import io.zonekeep.server.state.MemoryStore;
import io.zonekeep.server.state.RandomEntries;
import io.zonekeep.server.state.StateMachine;
import io.zonekeep.server.state.StateModel;
import java.nio.file.Path;
import java.util.Random;

/** A process that applies the entries of a seed to a store on disk until it is killed. */
final class EndlessApplier {
  static final RocksSettings SETTINGS = new RocksSettings(1 << 20, 256 << 10);

  private EndlessApplier() {}

  /** Takes a folder and a seed. */
  public static void main(String[] arguments) {
    RocksStore store =
        RocksStore.open(Path.of(arguments[0]), SETTINGS, failure -> Runtime.getRuntime().halt(70));
    StateMachine onDisk = new StateMachine(store);
    apply(Long.parseLong(arguments[1]), onDisk, Long.MAX_VALUE);
  }

  /** Applies what is still to come, up to {@code lastIndex}. */
  static StateMachine apply(long seed, StateMachine onDisk, long lastIndex) {
    StateMachine inMemory = new StateMachine(new MemoryStore());
    StateModel model = new StateModel();
    RandomEntries entries = new RandomEntries(new Random(seed), model, inMemory.reader());
    for (long index = 0; index <= lastIndex; index++) {
      var entry = entries.next();
      model.apply(index, entry);
      inMemory.apply(1, index, entry);
      if (index > onDisk.applied().index()) {
        onDisk.apply(1, index, entry);
        System.out.println(index);
      }
    }
    return inMemory;
  }
}
