package io.zonekeep.server.replication;

import static java.util.Objects.requireNonNull;

import io.zonekeep.server.state.DedupeWindow;
import io.zonekeep.server.state.FeedWindow;
import java.time.Duration;

/**
 * What {@link ReplicatedStore} needs to know.
 *
 * @param window how long results of writes are remembered
 * @param feed what the feed records and how long it keeps it
 * @param touchInterval a session's touches are logged at most so often; a new primary's clock
 *     stands still as long
 * @param sweepInterval how often the primary looks for what has expired
 * @param sweepRecords records expired by one log entry at most
 * @param confirmTimeout a read that is not confirmed by then fails
 */
public record ReplicationSettings(
    PipelineSettings pipeline,
    DedupeWindow window,
    FeedWindow feed,
    Duration touchInterval,
    Duration sweepInterval,
    int sweepRecords,
    Duration confirmTimeout,
    SnapshotSettings snapshots) {
  public ReplicationSettings {
    requireNonNull(pipeline, "pipeline is null");
    requireNonNull(window, "window is null");
    requireNonNull(feed, "feed is null");
    requireNonNull(snapshots, "snapshots is null");
  }
}
