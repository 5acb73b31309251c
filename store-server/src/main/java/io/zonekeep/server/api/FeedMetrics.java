package io.zonekeep.server.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.zonekeep.server.state.FeedTopic;
import java.util.Locale;
import java.util.function.Supplier;

/** What is counted of the feed. Safe for many threads. */
final class FeedMetrics {
  private final Counter gone;

  FeedMetrics(MeterRegistry registry, FeedReads feed, Supplier<Number> watchers) {
    this.gone =
        Counter.builder("zonekeep.feed.position.gone")
            .description("Watchers told that their position is no longer kept")
            .register(registry);
    Gauge.builder("zonekeep.feed.watchers", watchers)
        .description("Watchers of the feed")
        .register(registry);
    for (FeedTopic topic : FeedTopic.values()) {
      Gauge.builder("zonekeep.feed.bytes", () -> feed.marks().of(topic).bytes())
          .description("Bytes of events that are kept")
          .tag("topic", topic.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  void toldGone() {
    gone.increment();
  }
}
