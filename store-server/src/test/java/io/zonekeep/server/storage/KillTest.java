package io.zonekeep.server.storage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.server.state.MemoryStore;
import io.zonekeep.server.state.StateHash;
import io.zonekeep.server.state.StateMachine;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process, really killed: the store is found as of one of the entries, whole. */
class KillTest {
  private static final long SEED = 31;
  private static final int KILLS = 3;

  @TempDir Path folder;

  @Test
  void aKilledProcessLeavesAStoreOfWholeEntriesFromWhichItGoesOn() throws Exception {
    Random random = new Random(SEED);
    long lastIndex = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      lastIndex = runAndKill(300 + random.nextInt(600));
      try (RocksStore store = open()) {
        StateMachine found = new StateMachine(store);
        assertThat(found.applied().index()).isLessThanOrEqualTo(lastIndex + 1);
        assertThat(StateHash.of(store)).isEqualTo(hashAfter(found.applied().index()));
        EndlessApplier.apply(SEED, found, lastIndex);
        assertThat(StateHash.of(store)).isEqualTo(hashAfter(lastIndex));
      }
    }
    assertThat(lastIndex).isPositive();
  }

  private long runAndKill(int entries) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                EndlessApplier.class.getName(),
                folder.resolve("data").toString(),
                Long.toString(SEED))
            .redirectError(new File(folder.toFile(), "errors"))
            .start();
    try (BufferedReader applied = process.inputReader()) {
      String last = "0";
      for (int i = 0; i < entries; i++) {
        last = requireNonNull(applied.readLine(), "the process has ended");
      }
      // By its handle: Process.destroyForcibly would also drop what the process wrote last.
      process.toHandle().destroyForcibly();
      process.waitFor();
      String line = applied.readLine();
      while (line != null) {
        last = line;
        line = applied.readLine();
      }
      return Long.parseLong(last);
    }
  }

  private static StateHash hashAfter(long index) {
    MemoryStore memory = new MemoryStore();
    EndlessApplier.apply(SEED, new StateMachine(memory), index);
    return StateHash.of(memory);
  }

  private RocksStore open() {
    return RocksStore.open(
        folder.resolve("data"),
        EndlessApplier.SETTINGS,
        failure -> {
          throw new AssertionError(failure);
        });
  }
}
