package io.zonekeep.client;

import java.util.Map;

/**
 * What a client has done since it was built, at one moment.
 *
 * @param callsInFlight calls that wait for an answer now
 * @param callsSucceeded calls of the batch stream that were answered
 * @param callsFailed calls of the batch stream that ended with an exception
 * @param sendsRepeated sends of calls that had been sent before
 * @param framesSent messages in which calls were sent
 * @param streamsOpened batch streams, of which one at a time is in use
 * @param primaryTerm term of the primary; 0: none was ever known
 * @param breakers the circuit breaker of each node by host:port
 */
public record ClientMetrics(
    int callsInFlight,
    long callsSucceeded,
    long callsFailed,
    long sendsRepeated,
    long framesSent,
    long streamsOpened,
    long primaryTerm,
    Map<String, BreakerState> breakers) {
  public ClientMetrics {
    breakers = Map.copyOf(breakers);
  }
}
