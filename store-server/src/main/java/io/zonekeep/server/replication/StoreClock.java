package io.zonekeep.server.replication;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The primary's store time, which expiry runs on. It goes on from the last stamp in the log by the
 * monotonic clock, after standing still for a while: touches that an earlier primary had answered
 * but not yet logged may be lost, and are that much older in the log. Wall clocks never count, but
 * for where the very first primary begins. So time without a primary lengthens lives, and nothing
 * shortens them. For use by many threads.
 */
final class StoreClock {
  private final LongSupplier nanoTime;
  private final LongSupplier wallMillis;
  private final long holdMillis;

  private volatile Base base = new Base(0, 0, 0);

  StoreClock(LongSupplier nanoTime, LongSupplier wallMillis, Duration hold) {
    this.nanoTime = nanoTime;
    this.wallMillis = wallMillis;
    this.holdMillis = hold.toMillis();
  }

  /**
   * Begins a primary's term.
   *
   * @param lastStampMillis of the last entry applied; 0: there is none
   */
  void begin(long lastStampMillis) {
    base =
        lastStampMillis > 0
            ? new Base(lastStampMillis, nanoTime.getAsLong(), holdMillis)
            : new Base(wallMillis.getAsLong(), nanoTime.getAsLong(), 0);
  }

  /** Store time now; within a term never less than before. */
  long millis() {
    return base.millis(nanoTime.getAsLong());
  }

  /** Where a term's time begins. */
  private record Base(long startMillis, long startNanos, long holdMillis, AtomicLong highest) {
    Base(long startMillis, long startNanos, long holdMillis) {
      this(startMillis, startNanos, holdMillis, new AtomicLong(startMillis));
    }

    long millis(long nanos) {
      long elapsed = TimeUnit.NANOSECONDS.toMillis(nanos - startNanos) - holdMillis;
      return highest.accumulateAndGet(startMillis + Math.max(0, elapsed), Math::max);
    }
  }
}
