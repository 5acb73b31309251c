package io.zonekeep.server.api;

import io.zonekeep.server.config.Member;
import io.zonekeep.server.config.Settings;
import io.zonekeep.server.health.NodeHealth;
import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.Replication;
import io.zonekeep.server.replication.ReplicationStatus;
import io.zonekeep.v1.Health;
import io.zonekeep.v1.Node;
import io.zonekeep.v1.Partition;
import io.zonekeep.v1.Role;
import io.zonekeep.v1.Topology;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Draws the cluster as this node sees it. Used by many threads. */
final class TopologyView {
  private static final long LAST_HASH = -1L;

  private final Settings settings;
  private final List<Member> members;
  private final Replication replication;
  private final NodeHealth health;
  private final Supplier<Map<String, PeerView>> peers;

  /**
   * Makes the view.
   *
   * @param peers the other nodes that are reached now, by id
   */
  TopologyView(
      Settings settings,
      Replication replication,
      NodeHealth health,
      Supplier<Map<String, PeerView>> peers) {
    this.settings = settings;
    this.members =
        settings.cluster().nodes().stream().sorted(Comparator.comparing(Member::id)).toList();
    this.replication = replication;
    this.health = health;
    this.peers = peers;
  }

  Topology draw() {
    ReplicationStatus status = replication.status();
    Map<String, PeerView> reached = peers.get();
    Topology.Builder topology =
        Topology.newBuilder()
            .setCluster(settings.cluster().name())
            .setObserverNode(settings.node().id())
            .addPartitions(partition(status))
            .setStoreTimeMillis(status.storeTimeMillis());
    for (Member member : members) {
      topology.addNodes(
          member.id().equals(settings.node().id())
              ? self(status)
              : peer(member, Optional.ofNullable(reached.get(member.id()))));
    }
    return topology.build();
  }

  boolean has(String nodeId) {
    return members.stream().anyMatch(member -> member.id().equals(nodeId));
  }

  Node self(ReplicationStatus status) {
    return node(settings.self())
        .setRole(role(status.role()))
        .setHealth(health(health.healthy()))
        .build();
  }

  private static Node peer(Member member, Optional<PeerView> view) {
    return node(member)
        .setRole(view.map(seen -> role(seen.role())).orElse(Role.ROLE_UNSPECIFIED))
        .setHealth(view.map(seen -> health(seen.healthy())).orElse(Health.HEALTH_UNREACHABLE))
        .build();
  }

  private static Node.Builder node(Member member) {
    return Node.newBuilder()
        .setId(member.id())
        .setZone(member.zone())
        .setClientAddress(member.clientAddress());
  }

  private static Partition partition(ReplicationStatus status) {
    return Partition.newBuilder()
        .setLastHash(LAST_HASH)
        .setTerm(status.primary().term())
        .setPrimaryNode(status.primary().nodeId().orElse(""))
        .setPrimaryIsSelf(status.serving())
        .build();
  }

  private static Health health(boolean healthy) {
    return healthy ? Health.HEALTH_HEALTHY : Health.HEALTH_SICK;
  }

  private static Role role(NodeRole role) {
    return switch (role) {
      case STARTING -> Role.ROLE_STARTING;
      case REBUILDING -> Role.ROLE_REBUILDING;
      case STANDBY -> Role.ROLE_STANDBY;
      case CANDIDATE -> Role.ROLE_CANDIDATE;
      case PRIMARY -> Role.ROLE_PRIMARY;
    };
  }
}
