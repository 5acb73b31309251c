package io.zonekeep.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.KeyValue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Power cuts: a process ends and everything that was not synced is gone from its disk, names of
 * files included. A kill alone leaves that in the kernel, and shows nothing.
 */
@Tag("containers")
class PowerCutTest {
  private static final Duration SOME = Duration.ofSeconds(2);
  private static final int ROUNDS = 3;

  private static final List<Volume> volumes = new ArrayList<>();
  private static final FailingDisk disk = FailingDisk.make();
  private static TestCluster cluster;

  @BeforeAll
  static void startCluster() {
    cluster =
        TestCluster.start(
            "power-cut",
            options ->
                options.with("log.segment_bytes", "1MiB").withEnvironment(disk.environment()),
            nodes -> nodes.forEach(node -> volumes.add(Volume.make(node.dataFolder()))));
  }

  @AfterAll
  static void endCluster() {
    cluster.close();
    volumes.forEach(Volume::close);
  }

  @Test
  void ofAllZonesAtOnceLosesNothingAcknowledged() throws IOException {
    KeyValue keys = cluster.client().keyValue(TestCluster.NAMESPACE);
    try (RecordedLoad load = new RecordedLoad(keys, "all")) {
      load.warmUp(SOME);
      for (int round = 0; round < ROUNDS; round++) {
        load.fault("power cut of all", () -> cutPower(cluster.cluster().nodes()));
        cluster.cluster().startAll();
        load.awaitProgress();
      }
      load.assertLinearizable(cluster.cluster().options().folder().resolve("history-all.jsonl"));
    }
  }

  @Test
  void ofThePrimaryLosesNothingAcknowledged() throws IOException {
    KeyValue keys = cluster.client().keyValue(TestCluster.NAMESPACE);
    try (RecordedLoad load = new RecordedLoad(keys, "primary")) {
      load.warmUp(SOME);
      for (int round = 0; round < ROUNDS; round++) {
        LocalNode primary = cluster.primary();
        load.fault("power cut of " + primary.id(), () -> cutPower(List.of(primary)));
        load.awaitProgress();
        cluster.startAndCatchUp(primary);
      }
      load.assertLinearizable(
          cluster.cluster().options().folder().resolve("history-primary.jsonl"));
    }
  }

  /** Else the other tests would show nothing. */
  @Test
  void wouldLoseWhatADiskOnlyClaimsToHaveSynced() {
    KeyValue keys = cluster.client().keyValue(TestCluster.NAMESPACE);
    byte[] key = "claimed".getBytes(UTF_8);
    keys.put(key, "on disk".getBytes(UTF_8));
    cluster.cluster().nodes().forEach(node -> cluster.view().awaitCaughtUp(node, TestCluster.LONG));
    disk.lie();
    keys.put(key, "acknowledged".getBytes(UTF_8));
    cutPower(cluster.cluster().nodes());
    disk.heal();
    cluster.cluster().startAll();
    assertThat(keys.get(key).orElseThrow().value()).asString().isEqualTo("on disk");
  }

  private static void cutPower(List<LocalNode> nodes) {
    List<LocalNode> all = cluster.cluster().nodes();
    nodes.forEach(node -> node.process().sendKill());
    nodes.forEach(LocalNode::kill);
    nodes.forEach(node -> volumes.get(all.indexOf(node)).cutPower());
    nodes.forEach(node -> volumes.get(all.indexOf(node)).restorePower());
  }
}
