package io.zonekeep.server.replication.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.server.replication.PrimaryHint;
import io.zonekeep.server.state.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RatisEngineTest {
  @TempDir Path folder;

  @Test
  void oneNodeAnswersWhatWasWritten() throws Exception {
    try (Cluster cluster = new Cluster(folder, 1).start()) {
      Node node = cluster.primary();
      assertThat(Writes.put(node, "k", "v")).isInstanceOf(Result.Written.class);
      assertThat(Writes.read(node, "k")).contains("v");
      assertThat(node.fatalErrors).isEmpty();
    }
  }

  @Test
  void aWriteReachesAllThreeNodes() throws Exception {
    try (Cluster cluster = new Cluster(folder, 3).start()) {
      Node primary = cluster.primary();
      List<CompletableFuture<Result>> puts = new ArrayList<>();
      for (int i = 0; i < 5000; i++) {
        puts.add(primary.store.submit(Writes.put("k" + i, "v" + i)));
      }
      for (CompletableFuture<Result> put : puts) {
        assertThat(Writes.get(put)).isInstanceOf(Result.Written.class);
      }
      assertThat(Writes.read(primary, "k4999")).contains("v4999");
      cluster.converge();
      for (Node node : cluster.nodes()) {
        assertThat(Writes.readLocal(node, "k4999")).contains("v4999");
        assertThat(node.fatalErrors).isEmpty();
      }
    }
  }

  @Test
  void nothingAcknowledgedIsLostWithThePrimary() throws Exception {
    try (Cluster cluster = new Cluster(folder, 3).start()) {
      Node first = cluster.primary();
      for (int i = 0; i < 200; i++) {
        Writes.put(first, "k" + i, "v" + i);
      }
      cluster.crash(first.id);
      Node second = cluster.primary();
      assertThat(second.id).isNotEqualTo(first.id);
      for (int i = 0; i < 200; i++) {
        assertThat(Writes.read(second, "k" + i)).contains("v" + i);
      }
      Writes.put(second, "after", "yes");
      cluster.start(first.id);
      cluster.converge();
      assertThat(Writes.readLocal(cluster.node(first.id), "after")).contains("yes");
    }
  }

  @Test
  void theRoleIsHandedOver() throws Exception {
    try (Cluster cluster = new Cluster(folder, 3).start()) {
      Node first = cluster.primary();
      Writes.put(first, "k", "v");
      String target = cluster.standby().id;
      PrimaryHint now =
          Writes.get(first.store.handOver(Optional.of(target), Duration.ofSeconds(5)));
      assertThat(now.nodeId()).contains(target);
      assertThat(cluster.primary().id).isEqualTo(target);
      assertThat(Writes.read(cluster.primary(), "k")).contains("v");
    }
  }
}
