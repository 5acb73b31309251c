package io.zonekeep.client;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One circuit breaker a node. What counts is whether a stream to it opens and lasts, and whether a
 * call of its own succeeds; not each call of a stream. For many threads.
 */
final class Breakers {
  static final Duration OPEN_FOR = Duration.ofMillis(500);
  private static final int TRIES_JUDGED = 6;
  private static final int TRIES_MIN = 3;

  private final CircuitBreakerConfig config =
      CircuitBreakerConfig.custom()
          .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
          .slidingWindowSize(TRIES_JUDGED)
          .minimumNumberOfCalls(TRIES_MIN)
          .failureRateThreshold(50)
          .waitDurationInOpenState(OPEN_FOR)
          .permittedNumberOfCallsInHalfOpenState(1)
          .build();
  private final Map<InetSocketAddress, CircuitBreaker> breakers = new ConcurrentHashMap<>();
  private final BreakerListener listener;

  Breakers(BreakerListener listener) {
    this.listener = listener;
  }

  /** Whether to try the node now; if so, {@link #succeeded} or {@link #failed} must follow. */
  boolean tryEnter(InetSocketAddress node) {
    return of(node).tryAcquirePermission();
  }

  void succeeded(InetSocketAddress node) {
    of(node).onSuccess(0, TimeUnit.NANOSECONDS);
  }

  void failed(InetSocketAddress node, Throwable why) {
    of(node).onError(0, TimeUnit.NANOSECONDS, why);
  }

  /** There is news of the node, as that it is primary now: it is worth a try at once. */
  void renewed(InetSocketAddress node) {
    CircuitBreaker breaker = of(node);
    if (breaker.getState() == CircuitBreaker.State.OPEN) {
      breaker.transitionToHalfOpenState();
    }
  }

  Map<String, BreakerState> states() {
    Map<String, BreakerState> states = new TreeMap<>();
    breakers.forEach((node, breaker) -> states.put(name(node), state(breaker.getState())));
    return states;
  }

  private CircuitBreaker of(InetSocketAddress node) {
    return breakers.computeIfAbsent(node, this::create);
  }

  private CircuitBreaker create(InetSocketAddress node) {
    CircuitBreaker breaker = CircuitBreaker.of(name(node), config);
    breaker
        .getEventPublisher()
        .onStateTransition(event ->
            listener.changed(
                event.getCircuitBreakerName(),
                state(event.getStateTransition().getFromState()),
                state(event.getStateTransition().getToState())));
    return breaker;
  }

  private static String name(InetSocketAddress node) {
    return node.getAddress().getHostAddress() + ":" + node.getPort();
  }

  private static BreakerState state(CircuitBreaker.State state) {
    return switch (state) {
      case OPEN, FORCED_OPEN -> BreakerState.OPEN;
      case HALF_OPEN -> BreakerState.HALF_OPEN;
      case CLOSED, DISABLED, METRICS_ONLY -> BreakerState.CLOSED;
    };
  }
}
