package io.zonekeep.server.state;

import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * All of a session but its attributes, of which it knows number and size: names and values, in
 * bytes of UTF-8.
 *
 * @param maxInactiveMillis -1: it never expires; 0: it is over, and about to be removed
 */
record SessionHeader(
    long version,
    long createdWallMillis,
    long touchedWallMillis,
    long touchedMillis,
    long maxInactiveMillis,
    String principal,
    int attributes,
    long attributeBytes) {

  /** An inactive time as it is kept: -1 for all negative ones, which never end. */
  static long life(long maxInactiveMillis) {
    return Math.max(-1, maxInactiveMillis);
  }

  OptionalLong dueMillis() {
    return DueRows.dueMillis(touchedMillis, maxInactiveMillis);
  }

  SessionHeader touched(long storeTimeMillis, long wallMillis) {
    return new SessionHeader(
        version,
        createdWallMillis,
        wallMillis,
        storeTimeMillis,
        maxInactiveMillis,
        principal,
        attributes,
        attributeBytes);
  }

  SessionHeader withVersion(long newVersion) {
    return new SessionHeader(
        newVersion,
        createdWallMillis,
        touchedWallMillis,
        touchedMillis,
        maxInactiveMillis,
        principal,
        attributes,
        attributeBytes);
  }

  Session session(String id, SortedMap<String, Bytes> attributeValues) {
    return new Session(
        id,
        version,
        createdWallMillis,
        touchedWallMillis,
        touchedMillis,
        maxInactiveMillis,
        dueMillis(),
        principal,
        attributeValues);
  }
}
