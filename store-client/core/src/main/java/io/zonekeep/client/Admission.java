package io.zonekeep.client;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the calls and bytes that wait for an answer. A call over a bound is refused at once: a
 * queue that grows only adds to everybody's wait. For many threads.
 */
final class Admission {
  private final int callsMax;
  private final long bytesMax;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  Admission(int callsMax, long bytesMax) {
    this.callsMax = callsMax;
    this.bytesMax = bytesMax;
  }

  /** Empty: it may enter, and must {@link #leave}. Otherwise which bound is reached. */
  Optional<String> enter(int callBytes) {
    if (calls.incrementAndGet() > callsMax) {
      calls.decrementAndGet();
      return Optional.of("callsInFlightMax %,d".formatted(callsMax));
    }
    if (bytes.addAndGet(callBytes) > bytesMax) {
      leave(callBytes);
      return Optional.of("bytesInFlightMax %,d".formatted(bytesMax));
    }
    return Optional.empty();
  }

  void leave(int callBytes) {
    calls.decrementAndGet();
    bytes.addAndGet(-callBytes);
  }

  int calls() {
    return Math.max(0, calls.get());
  }
}
