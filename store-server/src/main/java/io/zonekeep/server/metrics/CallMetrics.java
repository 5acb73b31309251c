package io.zonekeep.server.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Times calls by kind and outcome. Used by many threads for every call, so a timer is found by two
 * small numbers; it is registered when first used, which keeps combinations that never happen out
 * of the scrape.
 */
public final class CallMetrics {
  private final MeterRegistry registry;
  private final IntFunction<String> kindName;
  private final IntFunction<String> outcomeName;
  private final int outcomes;
  private final AtomicReferenceArray<@Nullable Timer> timers;

  /**
   * Makes the timers' table.
   *
   * @param kinds numbers of kinds are below this
   * @param outcomes numbers of outcomes are below this
   */
  public CallMetrics(
      MeterRegistry registry,
      int kinds,
      IntFunction<String> kindName,
      int outcomes,
      IntFunction<String> outcomeName) {
    this.registry = registry;
    this.kindName = kindName;
    this.outcomeName = outcomeName;
    this.outcomes = outcomes;
    this.timers = new AtomicReferenceArray<>(kinds * outcomes);
  }

  /** One call has ended. */
  public void record(int kind, int outcome, long nanos) {
    int slot = kind * outcomes + outcome;
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
        .tag("kind", kindName.apply(kind))
        .tag("outcome", outcomeName.apply(outcome))
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofNanos(100_000))
        .maximumExpectedValue(Duration.ofSeconds(10))
        .register(registry);
  }
}
