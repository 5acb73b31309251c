package io.zonekeep.client;

import static io.zonekeep.client.ScriptedCluster.bytes;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class BreakerTest {
  @Test
  void anOpenBreakerIsSeenAndTheOnlyPrimaryIsTriedAgain() {
    Queue<String> changes = new ConcurrentLinkedQueue<>();
    try (ScriptedCluster cluster = new ScriptedCluster();
        ZonekeepClient client =
            Zonekeep.builder(cluster.target())
                .breakerListener((node, from, to) -> changes.add(node + " " + from + " " + to))
                .build()) {
      cluster.a.refuseStreams(true);
      CompletableFuture<WriteResult> write =
          client.keyValue("test").putAsync(bytes("k"), bytes("v"), PutOptions.ALWAYS);
      String node = cluster.a.address();
      await().until(() -> changes.contains(node + " CLOSED OPEN"));
      assertThat(client.metrics().breakers()).containsKey(node);
      cluster.a.refuseStreams(false);
      assertThat(write.orTimeout(5, SECONDS).join().applied()).isTrue();
      await().until(() -> changes.contains(node + " HALF_OPEN CLOSED"));
      assertThat(client.metrics().breakers()).containsEntry(node, BreakerState.CLOSED);
      assertThat(client.metrics().streamsOpened()).isLessThan(100);
    }
  }
}
