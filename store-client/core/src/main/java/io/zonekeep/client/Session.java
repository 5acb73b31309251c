package io.zonekeep.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A session as it was read.
 *
 * @param version grows with every save and change of id, and never repeats
 * @param createdAt by the store's wall clock, for people
 * @param lastAccessedAt likewise; up to a second behind
 * @param maxInactive how long it lives without a touch; empty: for ever
 * @param principal the user it belongs to
 * @param attributes by name; the arrays are not to be changed
 */
public record Session(
    String id,
    long version,
    Instant createdAt,
    Instant lastAccessedAt,
    Optional<Duration> maxInactive,
    Optional<String> principal,
    SortedMap<String, byte[]> attributes) {
  public Session {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }
}
