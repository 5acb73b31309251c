package io.zonekeep.spring.session.autoconfigure;

import static java.util.Objects.requireNonNullElse;

import io.zonekeep.client.ClientMetrics;
import io.zonekeep.client.ZonekeepClient;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Up when the primary answers a linearizable read of a session, so what a request needs works: this
 * server, the way to the store, and a majority of the store's zones.
 */
public final class ZonekeepHealthIndicator extends AbstractHealthIndicator {
  /** Longer than a failover takes, so that one does not take all app servers out at once. */
  static final Duration ANSWER_MAX = Duration.ofSeconds(3);

  /** An id that no generator makes. */
  private static final String NOBODY = "zonekeep-health";

  private final ZonekeepClient client;
  private final String namespace;

  public ZonekeepHealthIndicator(ZonekeepClient client, String namespace) {
    super("the store does not answer");
    this.client = client;
    this.namespace = namespace;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) throws InterruptedException {
    long started = System.nanoTime();
    try {
      client
          .sessions(namespace)
          .peekAsync(NOBODY)
          .get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
      builder.up().withDetail("answerMillis", (System.nanoTime() - started) / 1_000_000);
    } catch (TimeoutException e) {
      builder.down().withDetail("error", "no answer within " + ANSWER_MAX.toMillis() + " ms");
    } catch (ExecutionException e) {
      builder.down(requireNonNullElse(e.getCause(), e));
    }
    ClientMetrics metrics = client.metrics();
    builder.withDetail("primaryTerm", metrics.primaryTerm());
    builder.withDetail("breakers", metrics.breakers());
  }
}
