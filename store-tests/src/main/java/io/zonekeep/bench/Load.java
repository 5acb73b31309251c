package io.zonekeep.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Keeps a number of calls in flight: as many lanes, each of which makes its next call when its last
 * is answered.
 */
final class Load {
  static final long MICROS_MAX = 60_000_000;

  private final LongFunction<? extends CompletableFuture<?>> call;
  private final BooleanSupplier goesOn;
  private final CountDownLatch lanes;
  private final AtomicLong calls = new AtomicLong();
  private final LongAdder failed = new LongAdder();
  private final Histogram micros = new ConcurrentHistogram(MICROS_MAX, 3);

  private Load(
      LongFunction<? extends CompletableFuture<?>> call, int inFlight, BooleanSupplier goesOn) {
    this.call = call;
    this.lanes = new CountDownLatch(inFlight);
    this.goesOn = goesOn;
  }

  /** What was measured. */
  record Measured(long calls, long failed, Duration duration, Histogram micros) {
    double rate() {
      return calls / (duration.toNanos() / 1e9);
    }
  }

  /**
   * Calls for a while.
   *
   * @param call makes call number n, from 0
   */
  static Measured forDuration(
      LongFunction<? extends CompletableFuture<?>> call, int inFlight, Duration duration)
      throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    return new Load(call, inFlight, () -> System.nanoTime() - end < 0).run();
  }

  /** Makes all the calls from 0 to {@code count} - 1. */
  static Measured calls(LongFunction<? extends CompletableFuture<?>> call, int inFlight, long count)
      throws InterruptedException {
    AtomicLong taken = new AtomicLong();
    return new Load(call, inFlight, () -> taken.getAndIncrement() < count).run();
  }

  private Measured run() throws InterruptedException {
    long begun = System.nanoTime();
    for (long lane = lanes.getCount(); lane > 0; lane--) {
      next();
    }
    lanes.await();
    return new Measured(
        micros.getTotalCount(), failed.sum(), Duration.ofNanos(System.nanoTime() - begun), micros);
  }

  private void next() {
    while (goesOn.getAsBoolean()) {
      long begun = System.nanoTime();
      CompletableFuture<?> answer = call.apply(calls.getAndIncrement());
      if (!answer.isDone()) {
        var _ =
            answer.whenComplete((result, failure) -> {
              record(begun, answer);
              next();
            });
        return;
      }
      // Not by the callback: a lane of immediate answers would grow the stack without end.
      record(begun, answer);
    }
    lanes.countDown();
  }

  private void record(long begun, CompletableFuture<?> answer) {
    micros.recordValue(Math.min(MICROS_MAX, (System.nanoTime() - begun) / 1000));
    if (answer.isCompletedExceptionally()) {
      failed.increment();
    }
  }
}
