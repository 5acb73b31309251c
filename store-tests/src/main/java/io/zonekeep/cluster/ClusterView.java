package io.zonekeep.cluster;

import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.v1.GetStatusResponse;
import io.zonekeep.v1.Partition;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A local cluster as a client sees it: who is primary, who has caught up. */
public final class ClusterView {
  private final LocalCluster cluster;
  private final ZonekeepClient client;

  public ClusterView(LocalCluster cluster, ZonekeepClient client) {
    this.cluster = cluster;
    this.client = client;
  }

  /** The primary by the newest news; after a fault it may be gone already. */
  public Optional<LocalNode> primary() {
    return partition()
        .map(Partition::getPrimaryNode)
        .filter(id -> !id.isEmpty())
        .map(cluster::node);
  }

  /** 0: no node has told yet. */
  public long term() {
    return partition().map(Partition::getTerm).orElse(0L);
  }

  public LocalNode awaitPrimary(Duration timeout) {
    Pause.until("a primary", timeout, () -> primary().isPresent());
    return primary().orElseThrow();
  }

  /** Waits for a primary of a later term, on another node. */
  public LocalNode awaitPrimaryAfter(LocalNode old, Duration timeout) {
    Pause.until(
        "a primary after " + old.id(),
        timeout,
        () -> primary().filter(now -> !now.id().equals(old.id())).isPresent());
    return primary().orElseThrow();
  }

  /**
   * Waits until a node votes and has applied what was committed when this was called. All nodes
   * must answer, so none may be frozen.
   */
  public void awaitCaughtUp(LocalNode node, Duration timeout) {
    long committed =
        client.cluster().status().values().stream()
            .mapToLong(GetStatusResponse::getCommittedIndex)
            .max()
            .orElse(0);
    Pause.until(
        "node " + node.id() + " has applied " + committed,
        timeout,
        () -> hasApplied(client.cluster().status(), node, committed));
  }

  private static boolean hasApplied(
      Map<String, GetStatusResponse> status, LocalNode node, long index) {
    GetStatusResponse own = status.get(node.id());
    return own != null
        && own.getAppliedIndex() >= index
        && switch (own.getNode().getRole()) {
          case ROLE_PRIMARY, ROLE_STANDBY -> true;
          case ROLE_UNSPECIFIED, ROLE_CANDIDATE, ROLE_REBUILDING, ROLE_STARTING, UNRECOGNIZED ->
              false;
        };
  }

  private Optional<Partition> partition() {
    return client
        .cluster()
        .topology()
        .filter(topology -> topology.getPartitionsCount() > 0)
        .map(topology -> topology.getPartitions(0));
  }
}
