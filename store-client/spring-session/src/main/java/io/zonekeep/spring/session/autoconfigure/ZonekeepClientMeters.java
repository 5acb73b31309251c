package io.zonekeep.spring.session.autoconfigure;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.zonekeep.client.BreakerState;
import io.zonekeep.client.ZonekeepClient;

/** What the connection to the store does. */
public final class ZonekeepClientMeters implements MeterBinder {
  private final ZonekeepClient client;

  public ZonekeepClientMeters(ZonekeepClient client) {
    this.client = client;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    FunctionCounter.builder("zonekeep.client.calls", client, it -> it.metrics().callsSucceeded())
        .description("Calls that ended")
        .tag("outcome", "success")
        .register(registry);
    FunctionCounter.builder("zonekeep.client.calls", client, it -> it.metrics().callsFailed())
        .description("Calls that ended")
        .tag("outcome", "failure")
        .register(registry);
    FunctionCounter.builder("zonekeep.client.repeats", client, it -> it.metrics().sendsRepeated())
        .description("Sends of calls that had been sent before")
        .register(registry);
    Gauge.builder("zonekeep.client.calls.in.flight", client, it -> it.metrics().callsInFlight())
        .description("Calls that wait for an answer")
        .register(registry);
    Gauge.builder("zonekeep.client.primary.term", client, it -> it.metrics().primaryTerm())
        .description("Term of the primary; 0: none was ever known")
        .register(registry);
    Gauge.builder("zonekeep.client.breakers.open", client, ZonekeepClientMeters::openBreakers)
        .description("Nodes whose circuit breaker is not closed")
        .register(registry);
  }

  private static double openBreakers(ZonekeepClient client) {
    return client.metrics().breakers().values().stream()
        .filter(state -> state != BreakerState.CLOSED)
        .count();
  }
}
