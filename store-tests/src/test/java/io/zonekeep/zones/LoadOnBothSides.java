package io.zonekeep.zones;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.KeyValue;
import io.zonekeep.cluster.Pause;
import io.zonekeep.history.HistoryRecorder;
import io.zonekeep.history.LinearizabilityChecker;
import io.zonekeep.history.RecordedClient;
import io.zonekeep.history.Verdict.Linearizable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Recorded calls on the same keys by clients that follow the primary, which mostly write, and by
 * clients that stay with one node, which mostly read.
 */
final class LoadOnBothSides implements AutoCloseable {
  private static final int FOLLOWING = 4;
  private static final int STAYING = 6;

  /** Of those that stay: a write that is not answered holds up its client. */
  private static final int STAYING_WRITERS = 1;

  private static final int KEYS_AT_A_TIME = 2;

  /** More on one key make the search for an order long. */
  private static final int CALLS_PER_KEY = 200;

  private static final Duration BETWEEN_CALLS = Duration.ofMillis(4);

  private final HistoryRecorder recorder;
  private final String prefix;
  private final AtomicLong calls = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;

  LoadOnBothSides(HistoryRecorder recorder, String prefix) {
    this.recorder = recorder;
    this.prefix = prefix;
  }

  void start(KeyValue everywhere, KeyValue oneNode) {
    for (int i = 0; i < FOLLOWING; i++) {
      start(everywhere, i, 60);
    }
    for (int i = 0; i < STAYING; i++) {
      start(oneNode, FOLLOWING + i, i < STAYING_WRITERS ? 100 : 0);
    }
  }

  /** Waits until some more calls have been made. */
  void awaitCalls(long more) {
    long before = calls.get();
    Pause.until("calls go on", Duration.ofSeconds(60), () -> calls.get() >= before + more);
  }

  @Override
  public void close() {
    stop();
  }

  void stop() {
    stopping = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static void assertLinearizable(HistoryRecorder recorder, Path file) throws IOException {
    recorder.write(file);
    assertThat(LinearizabilityChecker.check(recorder.events()))
        .as("history in %s", file)
        .isInstanceOf(Linearizable.class);
  }

  private void start(KeyValue keys, int number, int putPercent) {
    RecordedClient client = new RecordedClient(recorder, keys);
    Random random = new Random(number);
    threads.add(
        Thread.ofPlatform()
            .name("client-" + number)
            .daemon()
            .start(() -> callUntilStopped(client, random, putPercent)));
  }

  private void callUntilStopped(RecordedClient client, Random random, int putPercent) {
    while (!stopping) {
      long batch = calls.getAndIncrement() / (CALLS_PER_KEY * KEYS_AT_A_TIME);
      String key = prefix + "-" + batch + "-" + random.nextInt(KEYS_AT_A_TIME);
      if (random.nextInt(100) < putPercent) {
        client.put(key);
      } else {
        client.get(key);
      }
      Pause.of(BETWEEN_CALLS);
    }
  }
}
