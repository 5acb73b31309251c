package io.zonekeep.spring.session.autoconfigure;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.zonekeep.spring.session.EventMetrics;
import io.zonekeep.spring.session.RepositoryMetrics;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** What the repository does with sessions. */
final class SessionMeters implements MeterBinder {
  private final Supplier<RepositoryMetrics> metrics;
  private final Supplier<EventMetrics> events;

  SessionMeters(Supplier<RepositoryMetrics> metrics, Supplier<EventMetrics> events) {
    this.metrics = metrics;
    this.events = events;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    lookups(registry, "found", RepositoryMetrics::found);
    lookups(registry, "absent", RepositoryMetrics::absent);
    counter("zonekeep.sessions.near.hits", RepositoryMetrics::notModified)
        .description("Sessions found of which the near cache held the present version")
        .register(registry);
    counter("zonekeep.sessions.unreadable", RepositoryMetrics::unreadable)
        .description("Sessions that could not be read and counted as absent")
        .register(registry);
    saves(registry, "saved", RepositoryMetrics::saved);
    saves(registry, "unchanged", RepositoryMetrics::unchanged);
    saves(registry, "refused", RepositoryMetrics::refused);
    Gauge.builder("zonekeep.sessions.near", () -> metrics.get().nearSessions())
        .description("Sessions in the near cache")
        .register(registry);
    Gauge.builder("zonekeep.sessions.near.size", () -> metrics.get().nearBytes())
        .description("Memory of the near cache, estimated")
        .baseUnit("bytes")
        .register(registry);
    events(registry, "created", EventMetrics::created);
    events(registry, "deleted", EventMetrics::deleted);
    events(registry, "expired", EventMetrics::expired);
    FunctionCounter.builder("zonekeep.sessions.events.failed", events, it -> it.get().failed())
        .description("Session events of which a listener threw")
        .register(registry);
    FunctionCounter.builder("zonekeep.sessions.events.gaps", events, it -> it.get().gaps())
        .description("How often session events were missed, as the store no longer kept them")
        .register(registry);
  }

  private void lookups(
      MeterRegistry registry, String result, ToLongFunction<RepositoryMetrics> count) {
    counter("zonekeep.sessions.lookups", count)
        .description("Sessions looked up by id")
        .tag("result", result)
        .register(registry);
  }

  private void saves(
      MeterRegistry registry, String result, ToLongFunction<RepositoryMetrics> count) {
    counter("zonekeep.sessions.saves", count)
        .description("Saves of sessions; refused ones had ended")
        .tag("result", result)
        .register(registry);
  }

  private void events(MeterRegistry registry, String kind, ToLongFunction<EventMetrics> count) {
    FunctionCounter.builder("zonekeep.sessions.events", events, all -> count.applyAsLong(all.get()))
        .description("Session events published")
        .tag("kind", kind)
        .register(registry);
  }

  private FunctionCounter.Builder<Supplier<RepositoryMetrics>> counter(
      String name, ToLongFunction<RepositoryMetrics> count) {
    return FunctionCounter.builder(name, metrics, all -> count.applyAsLong(all.get()));
  }
}
