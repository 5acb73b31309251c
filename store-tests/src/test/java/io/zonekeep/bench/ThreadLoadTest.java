package io.zonekeep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.bench.Load.Measured;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThreadLoadTest {
  @Test
  void makesEachCallOnceFromAsManyThreadsAsAsked() throws Exception {
    Queue<Long> made = new ConcurrentLinkedQueue<>();
    Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    AtomicInteger open = new AtomicInteger();
    ThreadLoad.Work work =
        new ThreadLoad.Work() {
          @Override
          public Runnable begin() {
            threads.add(Thread.currentThread());
            open.incrementAndGet();
            return open::decrementAndGet;
          }

          @Override
          public void call(long number) {
            made.add(number);
          }
        };
    assertThat(ThreadLoad.calls(work, 4, 1_000).calls()).isEqualTo(1_000);
    assertThat(made).hasSize(1_000).doesNotHaveDuplicates();
    assertThat(threads).hasSize(4).doesNotHaveDuplicates();
    assertThat(open).hasValue(0);
  }

  @Test
  void failedCallsAreCountedAndTheLoadGoesOn() throws Exception {
    Measured measured =
        ThreadLoad.forDuration(
            number -> {
              throw new IllegalStateException("planned");
            },
            2,
            Duration.ofMillis(20));
    assertThat(measured.failed()).isGreaterThan(2).isEqualTo(measured.calls());
  }
}
