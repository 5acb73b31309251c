package io.zonekeep.client;

/** What the client's circuit breaker thinks of one node. */
public enum BreakerState {
  /** It is well. */
  CLOSED,
  /** It failed again and again: calls that another node can serve go there. */
  OPEN,
  /** One try is under way that decides between the two. */
  HALF_OPEN
}
