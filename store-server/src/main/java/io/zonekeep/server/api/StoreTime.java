package io.zonekeep.server.api;

import io.zonekeep.server.replication.Replication;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The store time for replies, asked of replication a hundred times a second at most. */
final class StoreTime {
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Replication replication;
  private final LongSupplier nanoTime;
  private volatile Seen seen;

  StoreTime(Replication replication, LongSupplier nanoTime) {
    this.replication = replication;
    this.nanoTime = nanoTime;
    this.seen = new Seen(0, nanoTime.getAsLong() - FRESH_NANOS);
  }

  /**
   * A time that the store has reached: clients send it back as the time of a write's issue, which
   * must never be ahead.
   */
  long reachedMillis() {
    return fresh().millis();
  }

  /** A time that the store has surely not passed yet, so that no remaining life is overstated. */
  long notPassedMillis() {
    Seen last = fresh();
    return last.millis() + TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - last.atNanos()) + 1;
  }

  private Seen fresh() {
    Seen last = seen;
    long now = nanoTime.getAsLong();
    if (now - last.atNanos() < FRESH_NANOS) {
      return last;
    }
    Seen next = new Seen(replication.status().storeTimeMillis(), now);
    seen = next;
    return next;
  }

  private record Seen(long millis, long atNanos) {}
}
