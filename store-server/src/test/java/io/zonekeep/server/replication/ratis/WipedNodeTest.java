package io.zonekeep.server.replication.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.VoteGate;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose folder is gone comes back without its vote. */
final class WipedNodeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void itCatchesUpInAnIdleClusterAndVotesAgain() throws Exception {
    try (Cluster cluster = new Cluster(folder, 3).start()) {
      Writes.put(cluster.primary(), "k", "v");
      cluster.converge();
      String wiped = cluster.standby().id;
      cluster.stop(wiped);
      cluster.wipe(wiped);
      Node back = cluster.start(wiped, VoteGate.closed());
      assertThat(back.store.status().role()).isEqualTo(NodeRole.REBUILDING);
      await().atMost(PATIENCE).until(back.votes::mayVote);
      assertThat(Writes.readLocal(back, "k")).contains("v");
      assertThat(back.store.status().role()).isEqualTo(NodeRole.STANDBY);
    }
  }

  @Test
  void itGetsASnapshotIfTheLogDoesNotReachBack() throws Exception {
    try (Cluster cluster = new Cluster(folder, 3, 128 << 10).start()) {
      String wiped = cluster.standby().id;
      cluster.stop(wiped);
      cluster.wipe(wiped);
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 200; i++) {
          Writes.put(cluster.primary(), "k" + i, "v".repeat(2000) + round);
        }
        for (Node node : cluster.nodes()) {
          node.takeSnapshot();
        }
      }
      Node back = cluster.start(wiped, VoteGate.closed());
      await().atMost(PATIENCE).until(back.votes::mayVote);
      assertThat(Writes.readLocal(back, "k199")).contains("v".repeat(2000) + 1);
      assertThat(back.state.given()).doesNotContain(0L);
      assertThat(back.fatalErrors).isEmpty();
    }
  }

  @Test
  void itHelpsNobodyIntoOfficeBefore() throws Exception {
    try (Cluster cluster = new Cluster(folder, 3).start()) {
      Node primary = cluster.primary();
      Writes.put(primary, "k", "v");
      String wiped = cluster.standby().id;
      cluster.stop(wiped);
      cluster.wipe(wiped);
      cluster.stop(primary.id);
      Node survivor = cluster.nodes().getFirst();
      Node back = cluster.start(wiped, VoteGate.closed());
      // Two nodes are a majority, but one of them does not remember what it promised.
      Thread.sleep(3000);
      assertThat(survivor.store.status().serving()).isFalse();
      assertThat(back.store.status().role()).isEqualTo(NodeRole.REBUILDING);
      assertThat(back.engine.standForElection()).isFalse();
      cluster.start(primary.id);
      assertThat(Writes.read(cluster.primary(), "k")).contains("v");
      await().atMost(PATIENCE).until(back.votes::mayVote);
    }
  }
}
