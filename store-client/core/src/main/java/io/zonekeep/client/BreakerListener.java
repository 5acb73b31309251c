package io.zonekeep.client;

/** Is told when the circuit breaker of a node changes. */
@FunctionalInterface
public interface BreakerListener {
  /** Runs on the client's own thread: must return at once. {@code node} is host:port. */
  void changed(String node, BreakerState from, BreakerState to);
}
