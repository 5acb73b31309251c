package io.zonekeep.server.state;

import java.util.OptionalLong;

/**
 * A key as it is stored.
 *
 * @param dueMillis store time at which it may expire; empty: never
 */
public record KeyRecord(Bytes key, Bytes value, long version, OptionalLong dueMillis) {}
