package io.zonekeep.shop;

import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.v1.Health;
import io.zonekeep.v1.Node;
import io.zonekeep.v1.Partition;
import io.zonekeep.v1.Role;
import io.zonekeep.v1.Topology;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The store as the client's topology stream tells it: no call is made. */
@Component
class StoreStatus {
  private static final String UNKNOWN = "unknown";

  private final ZonekeepClient client;

  StoreStatus(ZonekeepClient client) {
    this.client = client;
  }

  /** A store node, for people. */
  record StoreNode(String id, String zone, String role, String health) {}

  String primaryZone() {
    Optional<String> primary = partition().map(Partition::getPrimaryNode);
    return topology().map(Topology::getNodesList).orElse(List.of()).stream()
        .filter(node -> primary.filter(node.getId()::equals).isPresent())
        .map(Node::getZone)
        .findFirst()
        .orElse(UNKNOWN);
  }

  /** 0: no node has told yet. */
  long term() {
    return partition().map(Partition::getTerm).orElse(0L);
  }

  List<StoreNode> nodes() {
    return topology().map(Topology::getNodesList).orElse(List.of()).stream()
        .map(node ->
            new StoreNode(
                node.getId(), node.getZone(), word(node.getRole()), word(node.getHealth())))
        .toList();
  }

  private Optional<Topology> topology() {
    return client.cluster().topology();
  }

  private Optional<Partition> partition() {
    return topology()
        .filter(topology -> topology.getPartitionsCount() > 0)
        .map(topology -> topology.getPartitions(0));
  }

  private static String word(Role role) {
    return role == Role.ROLE_UNSPECIFIED
        ? UNKNOWN
        : role.name().replace("ROLE_", "").toLowerCase(Locale.ROOT);
  }

  private static String word(Health health) {
    return health == Health.HEALTH_UNSPECIFIED
        ? UNKNOWN
        : health.name().replace("HEALTH_", "").toLowerCase(Locale.ROOT);
  }
}
