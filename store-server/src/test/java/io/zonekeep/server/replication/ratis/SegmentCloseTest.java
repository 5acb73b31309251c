package io.zonekeep.server.replication.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.server.replication.EngineSettings;
import io.zonekeep.server.replication.EngineSettings.Member;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ratis.server.raftlog.segmented.SegmentedRaftLog;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * When Ratis closes a file of its log, it logs a failing fsync and goes on as if the entries were
 * on disk. That is harmless only as long as nothing is left to sync then: its writer must have
 * synced the last entry of each file before, where a failure ends the node.
 */
final class SegmentCloseTest {
  private static final long SEED = 1_126;
  private static final int ENTRIES = 4000;
  private static final int IN_FLIGHT = 64;

  @TempDir Path path;

  @Test
  void aFileIsClosedOnlyOnceItsLastEntryWasSyncedWhereAFailureIsSeen() throws Exception {
    Set<Long> synced = ConcurrentHashMap.newKeySet();
    BaseStateMachine listening =
        new BaseStateMachine() {
          @Override
          public CompletableFuture<Void> flush(long index) {
            synced.add(index);
            return CompletableFuture.completedFuture(null);
          }
        };
    try (RatisLog.Opened opened =
        RatisLog.openNew(path, RatisProperties.of(settings()), listening)) {
      append(opened.log());
    }
    List<SegmentFile> closed =
        SegmentFile.listIn(RatisLog.current(path)).stream()
            .filter(file -> file.endIndex().isPresent())
            .toList();
    assertThat(closed).hasSizeGreaterThan(20);
    assertThat(closed)
        .allSatisfy(file -> assertThat(synced).contains(file.endIndex().orElseThrow()));
    assertThat(synced).as("syncs shared by entries in flight").hasSizeLessThan(ENTRIES);
  }

  private static void append(SegmentedRaftLog log) {
    Random random = new Random(SEED);
    List<CompletableFuture<Long>> inFlight = new ArrayList<>();
    long term = 1;
    for (long index = 0; index < ENTRIES; index++) {
      term += random.nextInt(200) == 0 ? 1 : 0;
      inFlight.add(log.appendEntry(RatisLog.entry(term, index, random)));
      if (inFlight.size() == IN_FLIGHT) {
        CompletableFuture.allOf(inFlight.toArray(CompletableFuture<?>[]::new)).join();
        inFlight.clear();
      }
    }
  }

  private EngineSettings settings() {
    return new EngineSettings(
        "test",
        "a",
        List.of(new Member("a", "127.0.0.1", 1)),
        "127.0.0.1",
        path,
        path,
        Duration.ofMillis(300),
        Duration.ofMillis(600),
        256 << 10,
        64 << 10,
        Duration.ofSeconds(60));
  }
}
