package io.zonekeep.server.health;

import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.Replication;
import io.zonekeep.server.replication.ReplicationStatus;
import java.time.Duration;

/** A primary must hear from a majority; any other node must know a primary. */
final class MajorityCheck implements Check {
  private static final String NAME = "majority";

  private final Replication replication;
  private final int nodes;
  private final Duration silenceMax;

  MajorityCheck(Replication replication, int nodes, Duration silenceMax) {
    this.replication = replication;
    this.nodes = nodes;
    this.silenceMax = silenceMax;
  }

  @Override
  public HealthCheck look() {
    ReplicationStatus status = replication.status();
    return status.role() == NodeRole.PRIMARY ? primary(status) : other(status);
  }

  private HealthCheck primary(ReplicationStatus status) {
    long heard =
        1
            + status.peers().stream()
                .filter(peer -> peer.silentMillis() <= silenceMax.toMillis())
                .count();
    return new HealthCheck(
        NAME,
        heard > nodes / 2,
        "%d of %d nodes heard within %d ms (health.silence_max), more than half needed"
            .formatted(heard, nodes, silenceMax.toMillis()));
  }

  private static HealthCheck other(ReplicationStatus status) {
    return status
        .primary()
        .nodeId()
        .map(id -> new HealthCheck(NAME, true, "the primary is " + id))
        .orElseGet(() -> new HealthCheck(NAME, false, "no primary is known"));
  }
}
