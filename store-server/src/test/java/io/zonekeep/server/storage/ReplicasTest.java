package io.zonekeep.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.server.state.Entry;
import io.zonekeep.server.state.EntryCodec;
import io.zonekeep.server.state.MemoryStore;
import io.zonekeep.server.state.RandomEntries;
import io.zonekeep.server.state.Result;
import io.zonekeep.server.state.StateHash;
import io.zonekeep.server.state.StateMachine;
import io.zonekeep.server.state.StateModel;
import io.zonekeep.server.state.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One log, many fates: a replica in memory, one on disk, one that crashes again and again and
 * replays, one that lags and is given snapshots. All must answer alike and end alike.
 */
class ReplicasTest {
  /** Small, so that rows reach the disk at any point and not only when a test ends. */
  private static final RocksSettings SETTINGS = new RocksSettings(1 << 20, 128 << 10);

  private static final int ENTRIES = 800;
  private static final int COPY_ATTEMPTS_MAX = 5;

  @TempDir Path folder;

  /** Encoded entries by index; empty: not for the state. */
  private final List<Optional<byte[]>> log = new ArrayList<>();

  private final List<List<Result>> results = new ArrayList<>();
  private final StateModel model = new StateModel();
  private long seed;
  private int folders;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23, 24})
  void replicasOfDifferentFatesAreEqual(long givenSeed) throws IOException {
    seed = givenSeed;
    Random random = new Random(seed);
    MemoryStore memory = new MemoryStore();
    StateMachine inMemory = new StateMachine(memory);
    RandomEntries entries = new RandomEntries(random, model, inMemory.reader());
    DiskReplica steady = new DiskReplica();
    DiskReplica crashing = new DiskReplica();
    DiskReplica lagging = new DiskReplica();

    while (log.size() < ENTRIES) {
      append(random, entries);
      catchUp(inMemory);
      catchUp(steady.machine);
      catchUp(crashing.machine);
      if (random.nextInt(40) == 0) {
        crashing.crash();
        catchUp(crashing.machine);
        assertEqual(memory, crashing.store);
      }
      if (random.nextInt(80) == 0) {
        // A copy is whole, as of an entry that it names; the last ones may be missing.
        lagging.install(steady);
        catchUp(lagging.machine);
        assertEqual(memory, lagging.store);
      } else if (random.nextInt(10) == 0) {
        catchUp(lagging.machine);
      }
    }
    catchUp(lagging.machine);
    steady.restart();
    for (DiskReplica replica : List.of(steady, crashing, lagging)) {
      assertEqual(memory, replica.store);
      replica.store.close();
    }
  }

  /** At times an entry that is not for the state. */
  private void append(Random random, RandomEntries entries) {
    if (random.nextInt(30) == 0) {
      log.add(Optional.empty());
      results.add(List.of());
      return;
    }
    Entry entry = entries.next();
    List<byte[]> writes = entry.writes().stream().map(EntryCodec::encodeWrite).toList();
    log.add(
        Optional.of(
            EntryCodec.assemble(
                entry.storeTimeMillis(),
                entry.wallMillis(),
                entry.window(),
                entry.feed().orElseThrow(),
                writes)));
    results.add(model.apply(log.size() - 1, entry));
  }

  private void catchUp(StateMachine machine) {
    for (int index = (int) machine.applied().index() + 1; index < log.size(); index++) {
      long term = 1L + index / 100;
      Optional<byte[]> bytes = log.get(index);
      if (bytes.isEmpty()) {
        machine.skip(term, index);
      } else {
        Entry entry = EntryCodec.decode(ByteBuffer.wrap(bytes.get()));
        assertThat(machine.apply(term, index, entry))
            .as("seed %d, entry %d", seed, index)
            .isEqualTo(results.get(index));
      }
    }
  }

  private void assertEqual(Store one, Store other) {
    assertThat(StateHash.of(other))
        .as("seed %d, after %d entries", seed, log.size())
        .isEqualTo(StateHash.of(one));
  }

  private Path newFolder() {
    return folder.resolve("store" + folders++);
  }

  private static RocksStore open(Path where) {
    return RocksStore.open(
        where,
        SETTINGS,
        failure -> {
          throw new AssertionError(failure);
        });
  }

  /**
   * Tables last: they are written before a manifest names them. They are removed after it forgets
   * them, so a copy in the middle of that is not what a crash leaves, and lacks a file.
   */
  private void copyAsACrashLeavesIt(Path source, Path copy) throws IOException {
    Files.createDirectory(copy);
    copyFiles(source, copy, file -> !file.endsWith(".sst"));
    copyFiles(source, copy, file -> file.endsWith(".sst"));
  }

  private static void copyFiles(Path source, Path copy, Predicate<String> which)
      throws IOException {
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : files.filter(each -> which.test(each.toString())).toList()) {
        Files.copy(file, copy.resolve(file.getFileName().toString()));
      }
    }
  }

  private final class DiskReplica {
    private Path where = newFolder();
    private RocksStore store = open(where);
    private StateMachine machine = new StateMachine(store);

    /** As by kill -9: what was in memory is gone, and the folder is found as it is. */
    void crash() throws IOException {
      RocksStore crashed = store;
      for (int attempt = 1; store == crashed; attempt++) {
        Path found = newFolder();
        try {
          copyAsACrashLeavesIt(where, found);
          begin(found);
        } catch (NoSuchFileException | DamagedStoreException removedMeanwhile) {
          assertThat(attempt).isLessThan(COPY_ATTEMPTS_MAX);
        }
      }
      crashed.close();
    }

    void restart() {
      StateHash before = StateHash.of(store);
      store.close();
      begin(where);
      assertThat(StateHash.of(store)).isEqualTo(before);
    }

    void install(DiskReplica source) {
      Path snapshot = newFolder();
      source.store.checkpoint(snapshot);
      store.replaceWith(snapshot);
      machine.reload();
    }

    private void begin(Path found) {
      store = open(found);
      where = found;
      machine = new StateMachine(store);
      assertThat(machine.applied().index()).isLessThan(log.size());
    }
  }
}
