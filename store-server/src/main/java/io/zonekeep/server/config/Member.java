package io.zonekeep.server.config;

import static java.util.Objects.requireNonNull;

/**
 * A node of the cluster and where it listens.
 *
 * @param id unique in the cluster
 * @param zone what fails together
 * @param clientPort gRPC, for clients and the other nodes
 * @param raftPort the replicated log
 * @param adminPort HTTP
 */
public record Member(
    String id, String zone, String host, int clientPort, int raftPort, int adminPort) {
  public Member {
    requireNonNull(id, "id is null");
    requireNonNull(zone, "zone is null");
    requireNonNull(host, "host is null");
  }

  public String clientAddress() {
    return host + ":" + clientPort;
  }
}
