package io.zonekeep.client.discovery;

import io.zonekeep.v1.Topology;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * The cluster as the client sees it at one moment.
 *
 * @param term of the primary; 0: none was ever known
 * @param primaryNode its id; empty: no primary is known
 * @param primaryAddress host:port as that node or others tell it; empty: not told
 * @param primary where to reach it; empty: not known, or there is no connection to it now
 * @param topology the newest that any node has told
 * @param nodes all addresses that connections are kept to
 */
public record View(
    long term,
    String primaryNode,
    String primaryAddress,
    Optional<InetSocketAddress> primary,
    Optional<Topology> topology,
    List<NodeState> nodes) {

  static final View NOTHING = new View(0, "", "", Optional.empty(), Optional.empty(), List.of());

  public View {
    nodes = List.copyOf(nodes);
  }
}
