package io.zonekeep.server.replication;

import java.time.Duration;

/**
 * When a snapshot is taken: once the log has grown by either bound, but not too often.
 *
 * @param logBytes bytes of log entries since the last one
 * @param logEntries log entries since the last one
 * @param intervalMin time since the last one
 */
public record SnapshotSettings(long logBytes, long logEntries, Duration intervalMin) {}
