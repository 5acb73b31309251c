package io.zonekeep.client;

import static io.zonekeep.client.ScriptedCluster.bytes;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Increments under random faults: every acknowledged one happened, and exactly once. */
@Timeout(120)
final class StressTest {
  private static final int KEYS = 16;
  private static final int CALLERS = 64;
  private static final int FAULTS = 40;

  private final ScriptedCluster cluster = new ScriptedCluster();
  private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(KEYS);
  private final AtomicInteger failed = new AtomicInteger();
  private volatile boolean stopping;
  private long term = 1;
  private ScriptedNode primary = cluster.a;

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void everyAcknowledgedIncrementHappenedOnce(long seed) throws InterruptedException {
    cluster.nodes.forEach(ScriptedNode::forgetCalls);
    Random random = new Random(seed);
    try (cluster;
        ZonekeepClient client = Zonekeep.connect(cluster.target())) {
      KeyValue keys = client.keyValue("test");
      List<CompletableFuture<Void>> callers = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        callers.add(incrementUntilStopped(keys, caller % KEYS));
      }
      try {
        for (int i = 0; i < FAULTS; i++) {
          Thread.sleep(random.nextInt(60));
          fault(random);
        }
        heal();
      } finally {
        stopping = true;
      }
      CompletableFuture.allOf(callers.toArray(new CompletableFuture<?>[0]))
          .orTimeout(30, SECONDS)
          .join();
      assertThat(failed).as("seed %d", seed).hasValue(0);
      for (int key = 0; key < KEYS; key++) {
        assertThat(cluster.store.puts("k" + key))
            .as("seed %d key %d", seed, key)
            .isEqualTo(acknowledged.get(key));
      }
      assertThat(cluster.store.breaches()).as("seed %d", seed).isEmpty();
      assertThat(client.metrics().sendsRepeated()).isPositive();
    }
  }

  private CompletableFuture<Void> incrementUntilStopped(KeyValue keys, int key) {
    return keys.putAsync(bytes("k" + key), bytes("x"), PutOptions.ALWAYS)
        .handleAsync((written, failure) -> {
          if (failure == null) {
            acknowledged.incrementAndGet(key);
          } else {
            failed.incrementAndGet();
          }
          return stopping;
        })
        .thenCompose(stop ->
            stop
                ? CompletableFuture.<Void>completedFuture(null)
                : incrementUntilStopped(keys, key));
  }

  private void fault(Random random) {
    switch (random.nextInt(5)) {
      case 0 -> primary.breakStreams();
      case 1 -> primary.swallowAnswers(true);
      case 2 -> {
        primary.swallowAnswers(true);
        primary.breakStreams();
        primary.swallowAnswers(false);
      }
      case 3 -> {
        primary.freeze();
        promoteAnother(random);
      }
      default -> promoteAnother(random);
    }
  }

  /** The old one hears of it last, as a primary that was cut off. */
  private void promoteAnother(Random random) {
    ScriptedNode old = primary;
    List<ScriptedNode> others = cluster.nodes.stream().filter(node -> node != old).toList();
    primary = others.get(random.nextInt(others.size()));
    primary.thaw();
    primary.swallowAnswers(false);
    term++;
    others.forEach(node -> node.state(term, primary.id()));
    old.state(term, primary.id());
  }

  private void heal() {
    cluster.nodes.forEach(node -> node.swallowAnswers(false));
    cluster.nodes.forEach(ScriptedNode::thaw);
    cluster.nodes.forEach(ScriptedNode::breakStreams);
  }
}
