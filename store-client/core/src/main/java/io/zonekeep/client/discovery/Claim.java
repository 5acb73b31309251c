package io.zonekeep.client.discovery;

import io.zonekeep.v1.Partition;
import io.zonekeep.v1.PrimaryHint;
import io.zonekeep.v1.Topology;

/**
 * What one node says of who is primary.
 *
 * @param term the newest it knows
 * @param node the primary's id; empty: it knows of none in that term
 * @param address host:port of the primary; empty: not said
 * @param self whether it says so of itself, elected and ready to serve
 */
record Claim(long term, String node, String address, boolean self) {
  static final Claim NONE = new Claim(0, "", "", false);

  static Claim of(Topology topology) {
    if (topology.getPartitionsCount() == 0) {
      return NONE;
    }
    Partition partition = topology.getPartitions(0);
    String node =
        partition.getPrimaryIsSelf() ? topology.getObserverNode() : partition.getPrimaryNode();
    return new Claim(
        partition.getTerm(), node, addressOf(topology, node), partition.getPrimaryIsSelf());
  }

  static Claim of(PrimaryHint hint) {
    return new Claim(hint.getTerm(), hint.getPrimaryNode(), hint.getPrimaryAddress(), false);
  }

  boolean namesPrimary() {
    return !node.isEmpty();
  }

  /** The higher term wins; within one the primary's own word does. */
  Claim orBetter(Claim other) {
    boolean better = other.term > term || (other.term == term && other.self && !self);
    return other.namesPrimary() && (better || !namesPrimary()) ? other : this;
  }

  private static String addressOf(Topology topology, String node) {
    return topology.getNodesList().stream()
        .filter(each -> each.getId().equals(node))
        .map(io.zonekeep.v1.Node::getClientAddress)
        .findFirst()
        .orElse("");
  }
}
