package io.zonekeep.client;

import static io.zonekeep.client.ScriptedCluster.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.zonekeep.client.ZonekeepException.Reason;
import io.zonekeep.v1.ErrorReason;
import io.zonekeep.v1.GetStatusResponse;
import io.zonekeep.v1.Topology;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StandbyReadTest {
  private final ScriptedCluster cluster = new ScriptedCluster();
  private final ZonekeepClient client =
      Zonekeep.builder(cluster.target())
          .preferredZone("zone-c")
          .callTimeout(Duration.ofSeconds(2))
          .build();
  private final KeyValue keys = client.keyValue("test");

  @BeforeEach
  void connect() {
    keys.put(bytes("k"), bytes("v"));
    await().until(() -> client.cluster().status().size() == 3);
    cluster.a.received().clear();
  }

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  @Test
  void theStandbyOfThePreferredZoneAnswers() {
    assertThat(keys.getFromStandby(bytes("k"), 1).orElseThrow().version()).isEqualTo(1);
    assertThat(cluster.c.received()).hasSize(1);
    assertThat(cluster.c.received().get(0).getGet().getStandby().getVersionMin()).isEqualTo(1);
    assertThat(cluster.b.received()).isEmpty();
  }

  @Test
  void theNextIsAskedWhenTheFirstIsBehind() {
    cluster.c.script(call -> MemoryStore.refused(call, ErrorReason.ERROR_REASON_STANDBY_BEHIND));
    assertThat(keys.getFromStandby(bytes("k"), 1)).isPresent();
    assertThat(cluster.b.received()).hasSize(1);
  }

  @Test
  void allBehindIsRefusedRatherThanStaleAndThePrimaryIsSpared() {
    cluster.b.script(call -> MemoryStore.refused(call, ErrorReason.ERROR_REASON_STANDBY_BEHIND));
    cluster.c.script(call -> MemoryStore.refused(call, ErrorReason.ERROR_REASON_STANDBY_BEHIND));
    ZonekeepException failure =
        catchThrowableOfType(ZonekeepException.class, () -> keys.getFromStandby(bytes("k"), 9));
    assertThat(failure.reason()).isEqualTo(Reason.STANDBY_BEHIND);
    assertThat(cluster.a.received()).isEmpty();
  }

  @Test
  void theTopologyIsThatOfTheNodes() {
    Topology topology = client.cluster().topology().orElseThrow();
    assertThat(topology.getNodesList()).hasSize(3);
    assertThat(topology.getPartitions(0).getPrimaryNode()).isEqualTo("a");
  }

  @Test
  void statusComesFromAllThatAnswer() {
    cluster.b.stop();
    Map<String, GetStatusResponse> status = client.cluster().status();
    assertThat(status).containsOnlyKeys("a", "c");
  }

  @Test
  void statusRightAfterTheStartHasAllNodes() {
    try (ZonekeepClient other = Zonekeep.connect(cluster.target())) {
      assertThat(other.cluster().status()).containsOnlyKeys("a", "b", "c");
    }
  }

  @Test
  void aHandoverGoesToThePrimary() {
    assertThat(client.cluster().handOver(Optional.of("b"), Duration.ofSeconds(1))).isEqualTo("b");
    assertThat(cluster.a.handedOver().getTimeoutMillis()).isEqualTo(1_000);
  }

  @Test
  void aHandoversTimeHasBounds() {
    ZonekeepException failure =
        catchThrowableOfType(
            ZonekeepException.class,
            () -> client.cluster().handOver(Optional.empty(), Duration.ofMillis(99)));
    assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
  }
}
