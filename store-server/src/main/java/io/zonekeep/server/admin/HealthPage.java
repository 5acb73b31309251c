package io.zonekeep.server.admin;

import static io.zonekeep.server.admin.Json.quoted;

import io.zonekeep.server.config.Member;
import io.zonekeep.server.health.HealthCheck;
import io.zonekeep.server.health.NodeHealth;
import io.zonekeep.server.health.Readiness;
import io.zonekeep.server.replication.Replication;
import io.zonekeep.server.replication.ReplicationStatus;
import java.util.Locale;
import java.util.stream.Collectors;

/** The node's health as JSON, for people and for scripts. */
final class HealthPage {
  private final Member self;
  private final Replication replication;
  private final NodeHealth health;
  private final Readiness readiness;

  HealthPage(Member self, Replication replication, NodeHealth health, Readiness readiness) {
    this.self = self;
    this.replication = replication;
    this.health = health;
    this.readiness = readiness;
  }

  String json() {
    ReplicationStatus status = replication.status();
    return """
    {
      "node": %s,
      "zone": %s,
      "role": %s,
      "serving": %b,
      "ready": %b,
      "healthy": %b,
      "term": %d,
      "primary": %s,
      "applied_index": %d,
      "checks": [%s]
    }
    """
        .formatted(
            quoted(self.id()),
            quoted(self.zone()),
            quoted(status.role().name().toLowerCase(Locale.ROOT)),
            status.serving(),
            readiness.ready(),
            health.healthy(),
            status.primary().term(),
            status.primary().nodeId().map(Json::quoted).orElse("null"),
            status.appliedIndex(),
            health.checks().stream().map(HealthPage::check).collect(Collectors.joining(",")));
  }

  private static String check(HealthCheck check) {
    return "\n    {\"name\": %s, \"passing\": %b, \"detail\": %s}"
        .formatted(quoted(check.name()), check.passing(), quoted(check.detail()));
  }
}
