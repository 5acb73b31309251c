package io.zonekeep.server.api;

import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.zonekeep.server.health.NodeHealth;
import io.zonekeep.server.replication.Replication;

/**
 * grpc.health.v1: "" says that the process is up; {@value #PRIMARY} that this node is the primary,
 * takes calls, and passes its deep checks.
 */
final class HealthApi {
  static final String PRIMARY = "zonekeep.v1.Primary";

  private final Replication replication;
  private final NodeHealth health;
  private final HealthStatusManager manager = new HealthStatusManager();

  HealthApi(Replication replication, NodeHealth health) {
    this.replication = replication;
    this.health = health;
    manager.setStatus(PRIMARY, ServingStatus.NOT_SERVING);
  }

  BindableService service() {
    return manager.getHealthService();
  }

  /**
   * Looks again; to be called when something may have changed. One at a time: the last look wins.
   */
  synchronized void update() {
    boolean serving = replication.status().serving() && health.healthy();
    manager.setStatus(PRIMARY, serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
  }

  /** Not serving, for good. */
  void stop() {
    manager.enterTerminalState();
  }
}
