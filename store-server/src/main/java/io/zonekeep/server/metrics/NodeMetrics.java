package io.zonekeep.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.ReplicationStatus;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * All that a node counts and times. Safe for many threads; names begin with {@code zonekeep_} in
 * the Prometheus text.
 */
public final class NodeMetrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  public NodeMetrics(String nodeId, String zone) {
    registry.config().commonTags(Tags.of(Tag.of("node", nodeId), Tag.of("zone", zone)));
    garbageCollection.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
  }

  /** Adds what replication's status tells. */
  public void watch(Supplier<ReplicationStatus> status) {
    gauge(status, "zonekeep.term", "Newest term known", s -> s.primary().term());
    gauge(
        status,
        "zonekeep.primary",
        "1 on the node that is primary",
        s -> s.role() == NodeRole.PRIMARY ? 1 : 0);
    gauge(status, "zonekeep.serving", "1 on the primary that serves", s -> s.serving() ? 1 : 0);
    gauge(
        status,
        "zonekeep.log.last.index",
        "Last entry in the log",
        ReplicationStatus::lastLogIndex);
    gauge(
        status,
        "zonekeep.log.committed.index",
        "Last entry known to be committed",
        ReplicationStatus::committedIndex);
    gauge(
        status,
        "zonekeep.log.applied.index",
        "Last entry applied here",
        ReplicationStatus::appliedIndex);
    gauge(status, "zonekeep.snapshot.index", "Last snapshot", ReplicationStatus::snapshotIndex);
    gauge(status, "zonekeep.version", "Last version given", ReplicationStatus::version);
    gauge(status, "zonekeep.writes.queued", "Writes that wait", ReplicationStatus::queuedWrites);
    gauge(
        status,
        "zonekeep.rebuild.bytes",
        "Bytes of a snapshot received so far, 0: none is being received",
        s -> s.rebuild().map(ReplicationStatus.Rebuild::receivedBytes).orElse(0L));
  }

  /** For others that count and time. */
  public MeterRegistry registry() {
    return registry;
  }

  /** All of it in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }

  private void gauge(
      Supplier<ReplicationStatus> status,
      String name,
      String description,
      ToDoubleFunction<ReplicationStatus> figure) {
    Gauge.builder(name, () -> figure.applyAsDouble(status.get()))
        .description(description)
        .register(registry);
  }
}
