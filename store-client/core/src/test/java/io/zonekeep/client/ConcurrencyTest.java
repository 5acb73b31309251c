package io.zonekeep.client;

import static io.zonekeep.client.ScriptedCluster.bytes;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ConcurrencyTest {
  private static final int THREADS = 8;
  private static final int CALLS = 4_000;

  private final ScriptedCluster cluster = new ScriptedCluster();
  private final ZonekeepClient client =
      Zonekeep.builder(cluster.target()).callsInFlightMax(THREADS * CALLS).build();

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  @Test
  void callsOfManyThreadsArePackedAndEachGetsItsOwnAnswer() throws InterruptedException {
    cluster.nodes.forEach(ScriptedNode::forgetCalls);
    KeyValue keys = client.keyValue("test");
    ConcurrentLinkedQueue<CompletableFuture<?>> all = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      String name = "thread-" + t;
      Thread thread =
          new Thread(() -> {
            for (int i = 0; i < CALLS; i++) {
              byte[] key = bytes(name + "-" + i);
              all.add(
                  keys.putAsync(key, key, PutOptions.ALWAYS)
                      .thenCompose(written -> keys.getAsync(key))
                      .thenAccept(read -> assertThat(read.orElseThrow().value()).isEqualTo(key)));
            }
          });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).orTimeout(30, SECONDS).join();
    assertThat(client.metrics().callsSucceeded()).isEqualTo(2L * THREADS * CALLS);
    assertThat(client.metrics().callsInFlight()).isZero();
    assertThat(cluster.a.frames().size()).isLessThan(THREADS * CALLS);
    assertThat(cluster.a.frames()).allMatch(calls -> calls <= BatchStream.FRAME_CALLS_MAX);
    assertThat(cluster.store.breaches()).isEmpty();
  }

  @Test
  void largeValuesAreSplitIntoFramesWithinTheBound() {
    KeyValue keys = client.keyValue("test");
    byte[] value = new byte[1024 * 1024];
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      all.add(keys.putAsync(bytes("k" + i), value, PutOptions.ALWAYS));
    }
    CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).orTimeout(30, SECONDS).join();
    assertThat(keys.get(bytes("k29")).orElseThrow().value()).hasSize(value.length);
  }
}
