package io.zonekeep.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.zonekeep.cli.ClusterView.Member;
import io.zonekeep.v1.GetStatusResponse;
import io.zonekeep.v1.Health;

/** The status for scripts; null where nothing is known. */
final class StatusJson {
  private StatusJson() {}

  static JsonObject of(ClusterView view) {
    JsonObject object = new JsonObject();
    object.addProperty("cluster", view.cluster());
    object.addProperty("term", view.term());
    object.addProperty("primary", view.primary().orElse(null));
    object.addProperty("answering", view.answering());
    JsonArray nodes = new JsonArray();
    view.members().forEach(member -> nodes.add(node(view, member)));
    object.add("nodes", nodes);
    return object;
  }

  private static JsonObject node(ClusterView view, Member member) {
    JsonObject object = new JsonObject();
    object.addProperty("id", member.node().getId());
    object.addProperty("zone", member.node().getZone());
    object.addProperty("address", member.node().getClientAddress());
    object.addProperty("answers", member.status().isPresent());
    object.addProperty("former_primary", view.isFormerPrimary(member));
    object.addProperty("lag_entries", member.lagEntries().orElse(null));
    member
        .status()
        .ifPresentOrElse(
            status -> addStatus(object, member, status),
            () -> object.addProperty("health", StatusCommand.name(Health.HEALTH_UNREACHABLE)));
    return object;
  }

  private static void addStatus(JsonObject object, Member member, GetStatusResponse status) {
    object.addProperty("role", StatusCommand.name(member.node().getRole()));
    object.addProperty("health", StatusCommand.name(member.node().getHealth()));
    object.addProperty("term", member.term());
    object.addProperty("release", status.getRelease());
    object.addProperty("uptime_millis", status.getUptimeMillis());
    object.addProperty("last_log_index", status.getLastLogIndex());
    object.addProperty("committed_index", status.getCommittedIndex());
    object.addProperty("applied_index", status.getAppliedIndex());
    object.addProperty("snapshot_index", status.getSnapshotIndex());
    object.addProperty("version", status.getVersion());
    object.addProperty("queued_writes", status.getQueuedWrites());
    if (status.hasRebuild()) {
      object.add("rebuild", rebuild(status));
    }
    object.add("checks", checks(status));
  }

  private static JsonObject rebuild(GetStatusResponse status) {
    JsonObject object = new JsonObject();
    object.addProperty("received_bytes", status.getRebuild().getReceivedBytes());
    object.addProperty("total_bytes", status.getRebuild().getTotalBytes());
    object.addProperty("source_node", status.getRebuild().getSourceNode());
    return object;
  }

  private static JsonArray checks(GetStatusResponse status) {
    JsonArray checks = new JsonArray();
    status
        .getChecksList()
        .forEach(check -> {
          JsonObject object = new JsonObject();
          object.addProperty("name", check.getName());
          object.addProperty("passing", check.getPassing());
          object.addProperty("detail", check.getDetail());
          checks.add(object);
        });
    return checks;
  }
}
