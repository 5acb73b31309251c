package io.zonekeep.client;

/** Is told when the circuit breaker of a node changes. */
@FunctionalInterface
public interface BreakerListener {
  /** Must return at once, as calls wait for it, and not throw. {@code node} is host:port. */
  void changed(String node, BreakerState from, BreakerState to);
}
