package io.zonekeep.server.state;

import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A session as it is stored.
 *
 * @param createdWallMillis the primary's wall clock, for people
 * @param touchedWallMillis likewise, of the last logged touch
 * @param touchedMillis store time of the last logged touch
 * @param maxInactiveMillis -1: it never expires
 * @param dueMillis store time at which it may expire; empty: never
 */
public record Session(
    String id,
    long version,
    long createdWallMillis,
    long touchedWallMillis,
    long touchedMillis,
    long maxInactiveMillis,
    OptionalLong dueMillis,
    String principal,
    SortedMap<String, Bytes> attributes) {
  public Session {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }
}
