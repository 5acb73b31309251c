package io.zonekeep.server.health;

import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.Replication;
import io.zonekeep.server.replication.ReplicationStatus;

/**
 * Whether this node does its part: it serves as the primary, or follows one closely enough to be
 * promoted. Used by many threads.
 */
public final class Readiness {
  private final Replication replication;
  private final int lagMax;

  /**
   * Makes it.
   *
   * @param lagMax committed entries that a ready standby may have yet to apply
   */
  public Readiness(Replication replication, int lagMax) {
    this.replication = replication;
    this.lagMax = lagMax;
  }

  public boolean ready() {
    ReplicationStatus status = replication.status();
    return status.serving() || follows(status);
  }

  private boolean follows(ReplicationStatus status) {
    return status.role() == NodeRole.STANDBY
        && status.primary().nodeId().isPresent()
        && status.rebuild().isEmpty()
        && status.committedIndex() - status.appliedIndex() <= lagMax;
  }
}
