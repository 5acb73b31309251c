package io.zonekeep.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A session to begin.
 *
 * @param id 1 to 256 bytes of UTF-8, hard to guess
 * @param maxInactive how long it lives without a touch; empty or negative: for ever; zero: it is
 *     over at once, and nothing is kept
 * @param principal the user it belongs to
 * @param attributes at most 1,024, 4 MiB together
 */
public record NewSession(
    String id,
    Optional<Duration> maxInactive,
    Optional<String> principal,
    Map<String, byte[]> attributes) {
  public NewSession {
    attributes = Map.copyOf(attributes);
  }
}
