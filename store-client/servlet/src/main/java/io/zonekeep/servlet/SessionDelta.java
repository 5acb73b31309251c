package io.zonekeep.servlet;

import io.zonekeep.client.SessionChange;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a request has changed of its session.
 *
 * @param maxInactive negative: for ever; empty: unchanged
 * @param principal the empty string: nobody; empty: unchanged
 */
record SessionDelta(
    Map<String, byte[]> changed,
    Set<String> removed,
    Optional<Duration> maxInactive,
    Optional<String> principal) {
  SessionDelta {
    changed = Map.copyOf(changed);
    removed = Set.copyOf(removed);
  }

  boolean isEmpty() {
    return changed.isEmpty() && removed.isEmpty() && maxInactive.isEmpty() && principal.isEmpty();
  }

  SessionChange.Builder toChange() {
    SessionChange.Builder change = SessionChange.builder();
    changed.forEach(change::put);
    removed.forEach(change::remove);
    maxInactive.ifPresent(change::maxInactive);
    principal.ifPresent(change::principal);
    return change;
  }
}
