package io.zonekeep.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.Entry;
import io.zonekeep.client.KeyValue;
import io.zonekeep.client.PutOptions;
import io.zonekeep.client.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Writes in flight at a failover are sent again by the client, and must not be done again. */
class ExactlyOnceTest {
  private static final int WRITERS = 8;
  private static final int KILLS = 3;
  private static final Duration BETWEEN_WRITES = Duration.ofMillis(5);

  @Test
  void countersCountEachIncrementOnceAcrossKills() throws Exception {
    AtomicBoolean ending = new AtomicBoolean();
    try (TestCluster cluster = TestCluster.start("exactly-once");
        ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      KeyValue keys = cluster.client().keyValue(TestCluster.NAMESPACE);
      List<Future<Long>> own = new ArrayList<>();
      List<Future<Long>> shared = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        byte[] key = ("own-" + i).getBytes(UTF_8);
        own.add(writers.submit(() -> countAlone(keys, key, ending)));
        shared.add(writers.submit(countTogether(keys, ending)));
      }
      try {
        for (int round = 0; round < KILLS; round++) {
          awaitCounting(keys);
          LocalNode primary = cluster.primary();
          primary.kill();
          awaitCounting(keys);
          cluster.startAndCatchUp(primary);
        }
      } finally {
        ending.set(true);
      }
      for (int i = 0; i < WRITERS; i++) {
        long counted = own.get(i).get();
        assertThat(value(keys.get(("own-" + i).getBytes(UTF_8)).orElseThrow())).isEqualTo(counted);
      }
      long countedTogether = 0;
      for (Future<Long> count : shared) {
        countedTogether += count.get();
      }
      assertThat(value(keys.get("shared".getBytes(UTF_8)).orElseThrow()))
          .isEqualTo(countedTogether);
    }
  }

  private static void awaitCounting(KeyValue keys) {
    byte[] key = "own-0".getBytes(UTF_8);
    long before = keys.get(key).map(ExactlyOnceTest::value).orElse(0L);
    Pause.until(
        "counting goes on",
        TestCluster.LONG,
        () -> keys.get(key).map(ExactlyOnceTest::value).orElse(0L) > before + 50);
  }

  /**
   * The only writer of its key: each increment is conditional on the one before, so a second
   * application of any would make it, or the next, a refusal.
   */
  private static long countAlone(KeyValue keys, byte[] key, AtomicBoolean ending) {
    long count = 0;
    long version = 0;
    while (!ending.get()) {
      WriteResult written = keys.put(key, bytes(count + 1), PutOptions.ifVersion(version));
      assertThat(written.applied()).as("increment %d of its only writer", count + 1).isTrue();
      count++;
      version = written.version();
      Pause.of(BETWEEN_WRITES);
    }
    return count;
  }

  /** Returns how many increments of the shared counter were this one's. */
  private static Callable<Long> countTogether(KeyValue keys, AtomicBoolean ending) {
    byte[] key = "shared".getBytes(UTF_8);
    return () -> {
      long own = 0;
      while (!ending.get()) {
        var present = keys.get(key);
        long count = present.map(ExactlyOnceTest::value).orElse(0L);
        PutOptions condition = PutOptions.ifVersion(present.map(Entry::version).orElse(0L));
        own += keys.put(key, bytes(count + 1), condition).applied() ? 1 : 0;
        Pause.of(BETWEEN_WRITES);
      }
      return own;
    };
  }

  private static byte[] bytes(long count) {
    return Long.toString(count).getBytes(UTF_8);
  }

  private static long value(Entry entry) {
    return Long.parseLong(new String(entry.value(), UTF_8));
  }
}
