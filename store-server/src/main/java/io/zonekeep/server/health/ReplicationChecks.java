package io.zonekeep.server.health;

import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.ReplicationStatus;
import java.time.Duration;
import java.util.function.Supplier;

/** What the replicated log's own figures say about this node. */
final class ReplicationChecks {
  static final String PRIMARY = "primary-known";
  static final String LAG = "apply-lag";
  static final String STANDBY = "standby-heard";

  private ReplicationChecks() {}

  /** Without a primary no write can be acknowledged. */
  static Check primaryKnown(Supplier<ReplicationStatus> status) {
    return () -> {
      ReplicationStatus now = status.get();
      return now.primary()
          .nodeId()
          .map(id -> new HealthCheck(PRIMARY, true, id + " in term " + now.primary().term()))
          .orElseGet(() ->
              new HealthCheck(
                  PRIMARY, false, "no primary is known in term " + now.primary().term()));
    };
  }

  /** What is committed must soon be applied. */
  static Check applyLag(Supplier<ReplicationStatus> status, int entriesMax) {
    return () -> {
      ReplicationStatus now = status.get();
      long lag = Math.max(0, now.committedIndex() - now.appliedIndex());
      return new HealthCheck(
          LAG, lag <= entriesMax, "%d entries, at most %d".formatted(lag, entriesMax));
    };
  }

  /**
   * A primary that hears no standby cannot acknowledge; one silent standby is the other's affair.
   */
  static Check standbyHeard(Supplier<ReplicationStatus> status, Duration silenceMax) {
    return () -> {
      ReplicationStatus now = status.get();
      if (now.role() != NodeRole.PRIMARY || now.peers().isEmpty()) {
        return new HealthCheck(STANDBY, true, "does not apply");
      }
      long silent =
          now.peers().stream()
              .mapToLong(ReplicationStatus.Peer::silentMillis)
              .sorted()
              .skip(now.peers().size() / 2 - 1)
              .findFirst()
              .orElse(Long.MAX_VALUE);
      return new HealthCheck(
          STANDBY,
          silent <= silenceMax.toMillis(),
          "enough standbys for a majority were heard %d ms ago, at most %d ms"
              .formatted(silent, silenceMax.toMillis()));
    };
  }
}
