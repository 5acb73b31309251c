package io.zonekeep.server.health;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Notices that the whole process stood still (garbage collection, a frozen machine, no processor to
 * be had): a thread that wants to run every 50 ms sees by how much it came too late.
 */
final class PauseCheck implements Check, AutoCloseable {
  private static final String NAME = "pauses";
  private static final long TICK_MILLIS = 50;
  private static final long MEMORY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Duration longest;
  private final LongSupplier nanoTime;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("zonekeep-pauses").factory());

  private final Object lock = new Object();
  // Guarded by lock. The longest pause of the last ten seconds, and when it ended.
  private long lastTickNanos;
  private long pauseNanos;
  private long pauseEndedNanos;

  PauseCheck(Duration longest, LongSupplier nanoTime) {
    this.longest = longest;
    this.nanoTime = nanoTime;
    this.lastTickNanos = nanoTime.getAsLong();
    this.pauseEndedNanos = lastTickNanos;
  }

  /** Begins to tick. */
  void start() {
    synchronized (lock) {
      lastTickNanos = nanoTime.getAsLong();
    }
    var _ =
        thread.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void tick() {
    synchronized (lock) {
      long now = nanoTime.getAsLong();
      long late = now - lastTickNanos - TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
      lastTickNanos = now;
      if (late > pauseNanos || now - pauseEndedNanos > MEMORY_NANOS) {
        pauseNanos = Math.max(0, late);
        pauseEndedNanos = now;
      }
    }
  }

  @Override
  public HealthCheck look() {
    synchronized (lock) {
      return new HealthCheck(
          NAME,
          pauseNanos <= longest.toNanos(),
          "longest standstill of the last 10 s %d ms, at most %d ms (health.pause_max)"
              .formatted(TimeUnit.NANOSECONDS.toMillis(pauseNanos), longest.toMillis()));
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
