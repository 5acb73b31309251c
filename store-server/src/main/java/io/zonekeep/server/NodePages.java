package io.zonekeep.server;

import io.zonekeep.server.admin.AdminPages;
import io.zonekeep.server.admin.Json;
import io.zonekeep.server.config.Member;
import io.zonekeep.server.health.HealthCheck;
import io.zonekeep.server.health.NodeHealth;
import io.zonekeep.server.metrics.NodeMetrics;
import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.Replication;
import io.zonekeep.server.replication.ReplicationStatus;
import java.util.Locale;
import java.util.stream.Collectors;

/** The admin pages of one node. */
final class NodePages implements AdminPages {
  private final Member self;
  private final Replication replication;
  private final NodeHealth health;
  private final NodeMetrics metrics;
  private final int applyLagMax;

  NodePages(
      Member self,
      Replication replication,
      NodeHealth health,
      NodeMetrics metrics,
      int applyLagMax) {
    this.self = self;
    this.replication = replication;
    this.health = health;
    this.metrics = metrics;
    this.applyLagMax = applyLagMax;
  }

  @Override
  public boolean ready() {
    ReplicationStatus status = replication.status();
    boolean follows =
        status.role() == NodeRole.STANDBY
            && status.primary().nodeId().isPresent()
            && status.committedIndex() - status.appliedIndex() <= applyLagMax;
    return status.serving() || follows;
  }

  @Override
  public boolean healthy() {
    return health.healthy();
  }

  @Override
  public String healthJson() {
    ReplicationStatus status = replication.status();
    String checks = health.checks().stream().map(NodePages::check).collect(Collectors.joining(","));
    return new Json()
            .with("node", self.id())
            .with("zone", self.zone())
            .with("role", status.role().name().toLowerCase(Locale.ROOT))
            .with("serving", status.serving())
            .with("term", status.primary().term())
            .with("primary", status.primary().nodeId().orElse(""))
            .with("applied_index", status.appliedIndex())
            .with("healthy", health.healthy())
            .raw("checks", "[" + checks + "]")
        + "\n";
  }

  @Override
  public String metrics() {
    return metrics.scrape();
  }

  private static String check(HealthCheck check) {
    return new Json()
        .with("name", check.name())
        .with("passing", check.passing())
        .with("detail", check.detail())
        .toString();
  }
}
