package io.zonekeep.server.replication;

import io.zonekeep.server.replication.Snapshots.Snapshot;
import io.zonekeep.server.state.AppliedPosition;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a snapshot when the log has grown enough, on a thread of its own, and lets the engine drop
 * what of the log nobody needs any more.
 */
final class Snapshotter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Snapshotter.class);

  private final SnapshotSettings settings;
  private final AppliedState state;
  private final Snapshots snapshots;
  private final Engine engine;
  private final LongSupplier nanoTime;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("zonekeep-snapshots").daemon().unstarted(task));

  /** As of the last snapshot, or of the start. Guarded by this, as is the time. */
  private long lastLogBytes;

  private long lastNanos;

  Snapshotter(
      SnapshotSettings settings,
      AppliedState state,
      Snapshots snapshots,
      Engine engine,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.state = state;
    this.snapshots = snapshots;
    this.engine = engine;
    this.nanoTime = nanoTime;
    this.lastNanos = nanoTime.getAsLong();
  }

  void start() {
    var _ = thread.scheduleWithFixedDelay(this::takeIfDue, 1, 1, TimeUnit.SECONDS);
  }

  /** A disk that is full may have room later; that the log cannot be written ends the node. */
  private void takeIfDue() {
    try {
      if (isDue()) {
        take();
      }
    } catch (IOException | RuntimeException e) {
      log.error("no snapshot could be taken, the log grows", e);
      lastNanos = nanoTime.getAsLong();
    }
  }

  private synchronized boolean isDue() {
    EngineStatus status = engine.status();
    long entries = status.appliedIndex() - snapshots.newestPosition().index();
    boolean grown =
        entries >= settings.logEntries()
            || status.appliedLogBytes() - lastLogBytes >= settings.logBytes();
    return grown && nanoTime.getAsLong() - lastNanos >= settings.intervalMin().toNanos();
  }

  /** What was applied before is on disk afterwards. */
  synchronized void take() throws IOException {
    long bytes = engine.status().appliedLogBytes();
    Snapshot taken = snapshots.take(state);
    engine.durable(taken.position());
    AppliedPosition purgeable = snapshots.oldestKeptPosition();
    if (purgeable.index() >= 0) {
      engine.purge(purgeable.index());
    }
    lastLogBytes = bytes;
    lastNanos = nanoTime.getAsLong();
    log.info("took a snapshot at log index {}", taken.position().index());
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      // The store is closed next, and must not be while it is copied.
      boolean ended = thread.awaitTermination(1, TimeUnit.MINUTES);
      if (!ended) {
        log.warn("a snapshot is still being taken");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
