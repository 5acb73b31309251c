package io.zonekeep.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.bench.Load.Measured;
import io.zonekeep.memory.MemoryClient;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoadTest {
  @Test
  void makesEachCallOnceAndNeverMoreAtATimeThanAsked() throws Exception {
    Queue<Long> made = new ConcurrentLinkedQueue<>();
    AtomicInteger inFlight = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (ScheduledExecutorService later = Executors.newScheduledThreadPool(2)) {
      Measured measured =
          Load.calls(
              number -> {
                made.add(number);
                most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                CompletableFuture<Void> answer = new CompletableFuture<>();
                var _ =
                    later.schedule(
                        () -> {
                          inFlight.decrementAndGet();
                          answer.complete(null);
                        },
                        1,
                        TimeUnit.MILLISECONDS);
                return answer;
              },
              8,
              200);
      assertThat(measured.calls()).isEqualTo(200);
      assertThat(measured.micros().getMinValue()).isGreaterThanOrEqualTo(900);
    }
    assertThat(made).hasSize(200).doesNotHaveDuplicates();
    assertThat(most).hasValueLessThanOrEqualTo(8);
  }

  @Test
  void answersThatComeAtOnceDoNotGrowTheStack() throws Exception {
    var keys = new MemoryClient().keyValue("");
    assertThat(Load.calls(number -> keys.getAsync(new byte[] {1}), 2, 200_000).calls())
        .isEqualTo(200_000);
  }

  @Test
  void failedCallsAreCounted() throws Exception {
    Measured measured =
        Load.forDuration(
            number -> CompletableFuture.failedFuture(new IllegalStateException()),
            1,
            Duration.ofMillis(20));
    assertThat(measured.failed()).isPositive().isEqualTo(measured.calls());
  }

  @Test
  void theLightLoadTellsTheWaitAfterAMomentAndWhatIsLost() throws Exception {
    MemoryClient client = new MemoryClient();
    try (LightLoad load = new LightLoad(client.keyValue(""))) {
      load.start();
      long moment = System.nanoTime();
      while (load.firstAcknowledgedAfter(moment).isEmpty()) {
        Thread.sleep(1);
      }
      assertThat(load.firstAcknowledgedAfter(moment).getAsLong()).isPositive();
      load.stop();
      assertThat(load.lost()).isZero();
      client.keyValue("").delete("light-0".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThat(load.lost()).isEqualTo(1);
      assertThat(load.failures()).isEmpty();
    }
  }
}
