package io.zonekeep.server.replication.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.raftlog.segmented.SegmentedRaftLog;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.SizeInBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BoundedCloseTest {
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final int ENTRIES = 400;

  @TempDir Path path;

  /** With the lock held from before, so that the order is the bad one each time. */
  @Test
  void aLogWhoseEvictionWaitsForTheClosingThreadIsClosed() throws Exception {
    RatisLog.Opened opened = RatisLog.openNew(path, properties(), new BaseStateMachine());
    CountDownLatch closed = new CountDownLatch(1);
    CompletableFuture<Void> closing =
        CompletableFuture.runAsync(
            () ->
                BoundedClose.close(
                    () -> {
                      closeWithTheLock(opened);
                      closed.countDown();
                    },
                    PATIENCE),
            Thread::startVirtualThread);
    closing.get(20, TimeUnit.SECONDS);
    assertThat(closed.getCount()).isZero();
    assertThat(RatisLog.read(path)).hasSize(ENTRIES);
    RatisLog.awaitClosed();
  }

  private static void closeWithTheLock(RatisLog.Opened opened) throws IOException {
    SegmentedRaftLog log = opened.log();
    try (var _ = log.writeLock()) {
      Random random = new Random(7);
      for (long index = 0; index < ENTRIES; index++) {
        log.appendEntry(RatisLog.entry(1, index, random)).join();
      }
      await().until(() -> evictionThread().getState() == Thread.State.WAITING && waitsForLock());
      log.close();
      opened.storage().close();
    }
  }

  private static boolean waitsForLock() {
    for (StackTraceElement frame : evictionThread().getStackTrace()) {
      if (frame.getMethodName().equals("checkAndEvictCache")) {
        return true;
      }
    }
    return false;
  }

  private static Thread evictionThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("cacheEviction"))
        .findFirst()
        .orElseThrow();
  }

  private static RaftProperties properties() {
    RaftProperties properties = new RaftProperties();
    RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf("64KB"));
    RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.valueOf("32KB"));
    RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, 2);
    return properties;
  }
}
