package io.zonekeep.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Times calls by kind and outcome. Used by many threads for every call, so a timer is found by two
 * small numbers; it is registered when first used, which keeps combinations that never happen out
 * of the scrape.
 */
public final class CallMetrics {
  private final MeterRegistry registry;
  private final List<String> kinds;
  private final List<String> outcomes;
  private final AtomicReferenceArray<@Nullable Timer> timers;

  public CallMetrics(MeterRegistry registry, List<String> kinds, List<String> outcomes) {
    this.registry = registry;
    this.kinds = List.copyOf(kinds);
    this.outcomes = List.copyOf(outcomes);
    this.timers = new AtomicReferenceArray<>(kinds.size() * outcomes.size());
  }

  /**
   * One call has ended.
   *
   * @param kind place in the list of kinds
   * @param outcome place in the list of outcomes
   */
  public void record(int kind, int outcome, long nanos) {
    int slot = kind * outcomes.size() + outcome;
    Timer timer = timers.get(slot);
    if (timer == null) {
      timer = register(kind, outcome);
      timers.set(slot, timer);
    }
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer register(int kind, int outcome) {
    return Timer.builder("zonekeep.calls")
        .description("Calls by kind and outcome, from arrival to reply")
        .tag("kind", kinds.get(kind))
        .tag("outcome", outcomes.get(outcome))
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofNanos(100_000))
        .maximumExpectedValue(Duration.ofSeconds(10))
        .register(registry);
  }
}
