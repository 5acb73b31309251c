package io.zonekeep.server.replication;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A monotonic clock that the test moves. */
final class SteppedClock implements LongSupplier {
  private final AtomicLong nanos = new AtomicLong(123_456_789);

  void step(Duration by) {
    nanos.addAndGet(by.toNanos());
  }

  @Override
  public long getAsLong() {
    return nanos.get();
  }
}
