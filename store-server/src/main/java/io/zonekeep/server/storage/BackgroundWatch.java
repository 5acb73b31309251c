package io.zonekeep.server.storage;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Asks once a second whether a flush or compaction has failed, on a thread of its own: a commit may
 * be waiting for that very flush. RocksDB would also call a listener, but its Java binding cannot
 * name the errors of a store without a log and drops them.
 */
final class BackgroundWatch implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 1_000;

  private final Runnable check;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("store-watch").factory());

  BackgroundWatch(Runnable check) {
    this.check = check;
  }

  /** The watch ends with the first check that throws. */
  void start() {
    var _ =
        thread.scheduleWithFixedDelay(
            check, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
