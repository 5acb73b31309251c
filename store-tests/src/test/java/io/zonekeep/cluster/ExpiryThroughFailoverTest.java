package io.zonekeep.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.KeyValue;
import io.zonekeep.client.PutOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A failover may lengthen a life, and never shortens it. */
class ExpiryThroughFailoverTest {
  private static final Duration TTL = Duration.ofSeconds(4);

  @Test
  void aKeyLivesItsTimeThroughAKillAndIsThenGoneForGood() {
    byte[] key = "short-lived".getBytes(UTF_8);
    try (TestCluster cluster = TestCluster.start("expiry")) {
      KeyValue keys = cluster.client().keyValue(TestCluster.NAMESPACE);
      keys.put(key, "x".getBytes(UTF_8), PutOptions.expiringAfter(TTL));
      long acknowledged = System.nanoTime();
      LocalNode killed = cluster.primary();
      killed.kill();
      while (keys.get(key).isPresent()) {
        Pause.of(Duration.ofMillis(20));
      }
      long gone = System.nanoTime();
      assertThat(Duration.ofNanos(gone - acknowledged)).isGreaterThanOrEqualTo(TTL);
      assertThat(Duration.ofNanos(gone - acknowledged)).isLessThan(TestCluster.LONG);

      cluster.startAndCatchUp(killed);
      cluster.view().awaitPrimary(TestCluster.LONG).kill();
      assertThat(keys.get(key)).as("after a second kill").isEmpty();
    }
  }
}
