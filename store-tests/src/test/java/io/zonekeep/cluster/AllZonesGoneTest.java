package io.zonekeep.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeep.client.KeyValue;
import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.client.ZonekeepException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** More than one zone gone at once. */
class AllZonesGoneTest {
  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start("all-zones-gone");
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @Test
  void allThreeKilledAtOnceLoseNothingAcknowledged() throws IOException {
    KeyValue keys = cluster.client().keyValue(TestCluster.NAMESPACE);
    try (RecordedLoad load = new RecordedLoad(keys, "outage")) {
      load.warmUp(Duration.ofSeconds(2));
      for (int round = 0; round < 2; round++) {
        load.fault(
            "kill -9 of all",
            () -> {
              cluster.cluster().nodes().forEach(node -> node.process().sendKill());
              cluster.cluster().nodes().forEach(LocalNode::kill);
            });
        cluster.cluster().startAll();
        load.awaitProgress();
      }
      load.assertLinearizable(cluster.cluster().options().folder().resolve("history.jsonl"));
    }
  }

  @Test
  void withTwoZonesGoneNothingIsAnsweredAndItRecoversByItselfWhenOneReturns() {
    byte[] key = "two-gone".getBytes(UTF_8);
    KeyValue keys = cluster.client().keyValue(TestCluster.NAMESPACE);
    keys.put(key, "before".getBytes(UTF_8));
    LocalNode left = cluster.primary();
    List<LocalNode> gone = cluster.cluster().nodes().stream().filter(node -> node != left).toList();
    gone.forEach(LocalNode::kill);

    try (ZonekeepClient impatient =
        Zonekeep.builder(cluster.cluster().target()).callTimeout(Duration.ofSeconds(2)).build()) {
      KeyValue hasty = impatient.keyValue(TestCluster.NAMESPACE);
      assertThatThrownBy(() -> hasty.get(key)).isInstanceOf(ZonekeepException.class);
      assertThatThrownBy(() -> hasty.put(key, new byte[1])).isInstanceOf(ZonekeepException.class);
    }

    cluster.cluster().start(gone.getFirst());
    assertThat(keys.get(key)).isPresent();
    assertThat(keys.put(key, "after".getBytes(UTF_8)).applied()).isTrue();
    cluster.startAndCatchUp(gone.getLast());
  }
}
