package io.zonekeep.server.replication;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** Who is primary, as this node knows it. */
public record PrimaryHint(long term, Optional<String> nodeId) {
  public PrimaryHint {
    requireNonNull(nodeId, "nodeId is null");
  }
}
