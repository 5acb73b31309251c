package io.zonekeep.bench;

import io.zonekeep.bench.Load.Measured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Makes blocking calls from a number of threads, each of which makes one after the other. */
final class ThreadLoad {
  private final Work work;
  private final BooleanSupplier goesOn;
  private final AtomicLong calls = new AtomicLong();
  private final LongAdder failed = new LongAdder();
  private final AtomicReference<@Nullable RuntimeException> firstFailure = new AtomicReference<>();
  private final Histogram micros = new ConcurrentHistogram(Load.MICROS_MAX, 3);

  private ThreadLoad(Work work, BooleanSupplier goesOn) {
    this.work = work;
    this.goesOn = goesOn;
  }

  /** What the threads do. */
  interface Work {
    /** On a thread, before its first call; what is returned is closed after its last. */
    default Runnable begin() {
      return () -> {};
    }

    /** Makes call number n, from 0. */
    void call(long number);
  }

  static Measured forDuration(Work work, int threads, Duration duration)
      throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    return new ThreadLoad(work, () -> System.nanoTime() - end < 0).run(threads);
  }

  /** Makes all the calls from 0 to {@code count} - 1. */
  static Measured calls(Work work, int threads, long count) throws InterruptedException {
    AtomicLong taken = new AtomicLong();
    return new ThreadLoad(work, () -> taken.getAndIncrement() < count).run(threads);
  }

  private Measured run(int count) throws InterruptedException {
    long begun = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofPlatform().name("load-" + i).start(this::work));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - begun);
    RuntimeException failure = firstFailure.get();
    if (failure != null) {
      System.err.println("The first call that failed: " + failure);
    }
    return new Measured(micros.getTotalCount(), failed.sum(), duration, micros);
  }

  private void work() {
    Runnable end = work.begin();
    try {
      while (goesOn.getAsBoolean()) {
        long begun = System.nanoTime();
        try {
          work.call(calls.getAndIncrement());
        } catch (RuntimeException e) {
          failed.increment();
          firstFailure.compareAndSet(null, e);
        }
        micros.recordValue(Math.min(Load.MICROS_MAX, (System.nanoTime() - begun) / 1000));
      }
    } finally {
      end.run();
    }
  }
}
