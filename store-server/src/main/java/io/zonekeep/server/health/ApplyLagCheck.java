package io.zonekeep.server.health;

import io.zonekeep.server.replication.Replication;
import io.zonekeep.server.replication.ReplicationStatus;

/** A node that applies too slowly would take long to serve when promoted. */
final class ApplyLagCheck implements Check {
  private static final String NAME = "apply-lag";

  private final Replication replication;
  private final int entriesMax;

  ApplyLagCheck(Replication replication, int entriesMax) {
    this.replication = replication;
    this.entriesMax = entriesMax;
  }

  @Override
  public HealthCheck look() {
    ReplicationStatus status = replication.status();
    long behind = Math.max(0, status.committedIndex() - status.appliedIndex());
    return new HealthCheck(
        NAME,
        behind <= entriesMax,
        "%d committed entries wait to be applied, at most %d (health.apply_lag_max)"
            .formatted(behind, entriesMax));
  }
}
