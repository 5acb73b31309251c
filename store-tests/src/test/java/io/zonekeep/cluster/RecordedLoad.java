package io.zonekeep.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.KeyValue;
import io.zonekeep.client.WriteResult;
import io.zonekeep.history.HistoryRecorder;
import io.zonekeep.history.LinearizabilityChecker;
import io.zonekeep.history.RecordedClient;
import io.zonekeep.history.Verdict.Linearizable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Recorded random calls by a few clients on a few keys at a time, until it is stopped. */
final class RecordedLoad implements AutoCloseable {
  private static final int CLIENTS = 8;
  private static final int KEYS_AT_A_TIME = 4;

  /** More on one key make the search for an order long. */
  private static final int CALLS_PER_KEY = 200;

  private static final Duration BETWEEN_CALLS = Duration.ofMillis(8);

  /** With less, too little was under way at the fault to say anything. */
  private static final int CALLS_PER_SECOND_MIN = 100;

  private final HistoryRecorder recorder = new HistoryRecorder();
  private final KeyValue keys;
  private final String prefix;
  private final AtomicLong calls = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;

  RecordedLoad(KeyValue keys, String prefix) {
    this.keys = keys;
    this.prefix = prefix;
  }

  /** Starts the clients and lets them run for a while; the run is void if they are too slow. */
  void warmUp(Duration duration) {
    for (int i = 0; i < CLIENTS; i++) {
      Random random = new Random(i);
      threads.add(
          Thread.ofPlatform().name("client-" + i).daemon().start(() -> callUntilStopped(random)));
    }
    Pause.of(duration);
    long before = calls.get();
    Pause.of(Duration.ofSeconds(1));
    assertThat(calls.get() - before)
        .as("void: too few calls a second before the fault")
        .isGreaterThanOrEqualTo(CALLS_PER_SECOND_MIN);
  }

  /** Injects a fault, which the history notes. */
  void fault(String what, Runnable fault) {
    recorder.fault(what);
    fault.run();
  }

  /** Waits until calls are answered again. */
  void awaitProgress() {
    long before = calls.get();
    Pause.until(
        "calls go on", TestCluster.LONG, () -> calls.get() > before + 2 * CALLS_PER_SECOND_MIN);
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

  /** Reads every key a last time, and checks the whole history. */
  void assertLinearizable(Path file) throws IOException {
    stop();
    RecordedClient last = new RecordedClient(recorder, keys);
    for (long batch = 0; batch <= batch(calls.get()); batch++) {
      for (int i = 0; i < KEYS_AT_A_TIME; i++) {
        assertThat(last.get(key(batch, i))).isPresent();
      }
    }
    recorder.write(file);
    assertThat(LinearizabilityChecker.check(recorder.events()))
        .as("history in %s", file)
        .isInstanceOf(Linearizable.class);
  }

  /** Calls that failed surely or perhaps: a client that follows the primary has none. */
  long unanswered() {
    return recorder.events().stream()
        .filter(event ->
            event.proc() >= 0
                && switch (event.type()) {
                  case fail, info -> true;
                  case invoke, ok -> false;
                })
        .count();
  }

  @Override
  public void close() {
    stop();
  }

  private void callUntilStopped(Random random) {
    RecordedClient client = new RecordedClient(recorder, keys);
    Map<String, Long> versions = new HashMap<>();
    try {
      while (!stopping) {
        String key = key(batch(calls.getAndIncrement()), random.nextInt(KEYS_AT_A_TIME));
        call(client, key, versions, random.nextInt(100));
        Thread.sleep(BETWEEN_CALLS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void call(
      RecordedClient client, String key, Map<String, Long> versions, int dice) {
    if (dice < 40) {
      client.get(key).ifPresent(version -> versions.put(key, version));
    } else if (dice < 65) {
      client.put(key).ifPresent(written -> versions.put(key, written.version()));
    } else if (dice < 80) {
      client
          .put(key, versions.getOrDefault(key, 0L))
          .map(WriteResult::version)
          .ifPresent(version -> versions.put(key, version));
    } else if (dice < 90) {
      client.add(key);
    } else {
      client.delete(key);
    }
  }

  private static long batch(long call) {
    return call / (CALLS_PER_KEY * KEYS_AT_A_TIME);
  }

  private String key(long batch, int number) {
    return prefix + "-" + batch + "-" + number;
  }
}
