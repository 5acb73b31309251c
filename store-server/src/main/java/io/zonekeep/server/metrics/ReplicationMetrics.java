package io.zonekeep.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.Replication;
import io.zonekeep.server.replication.ReplicationStatus;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What replication says of itself, as gauges, and changes of office, as counters. */
public final class ReplicationMetrics {
  private final Replication replication;
  private final MeterRegistry registry;
  private final Counter promotions;
  private final Counter terms;
  // Both are touched only by replication's thread of news.
  private boolean primary;
  private long term;

  public ReplicationMetrics(Replication replication, MeterRegistry registry) {
    this.replication = replication;
    this.registry = registry;
    this.promotions =
        Counter.builder("zonekeep.promotions")
            .description("Times this node became the primary")
            .register(registry);
    this.terms =
        Counter.builder("zonekeep.elections")
            .description("Terms that began while this node looked on")
            .register(registry);
  }

  /** Registers the gauges and begins to listen. */
  public void start() {
    gauge("zonekeep.term", "The newest term this node knows", s -> s.primary().term());
    gauge(
        "zonekeep.serving",
        "1: this node is the primary and takes calls",
        s -> s.serving() ? 1 : 0);
    gauge("zonekeep.log.last.index", "Last index in the log", ReplicationStatus::lastLogIndex);
    gauge(
        "zonekeep.log.committed.index",
        "Last index known to be committed",
        ReplicationStatus::committedIndex);
    gauge(
        "zonekeep.log.applied.index",
        "Last index applied to the state",
        ReplicationStatus::appliedIndex);
    gauge(
        "zonekeep.snapshot.index",
        "Last index of the newest snapshot",
        ReplicationStatus::snapshotIndex);
    gauge("zonekeep.version", "Last version given to a record", ReplicationStatus::version);
    gauge(
        "zonekeep.queue.writes", "Writes that wait in the queue", ReplicationStatus::queuedWrites);
    for (NodeRole role : NodeRole.values()) {
      Gauge.builder("zonekeep.role", replication, r -> r.status().role() == role ? 1 : 0)
          .description("1 for the role this node has")
          .tag("role", role.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    replication.onChange(this::changed);
  }

  private void gauge(String name, String description, ToDoubleFunction<ReplicationStatus> value) {
    Gauge.builder(name, replication, r -> value.applyAsDouble(r.status()))
        .description(description)
        .register(registry);
  }

  private void changed() {
    ReplicationStatus status = replication.status();
    boolean primaryNow = status.role() == NodeRole.PRIMARY;
    if (primaryNow && !primary) {
      promotions.increment();
    }
    primary = primaryNow;
    if (status.primary().term() > term) {
      term = status.primary().term();
      terms.increment();
    }
  }
}
