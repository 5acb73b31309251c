package io.zonekeep.server;

import io.zonekeep.server.config.Settings;
import io.zonekeep.server.replication.DataFolder;
import io.zonekeep.server.replication.EngineSettings;
import io.zonekeep.server.replication.PipelineSettings;
import io.zonekeep.server.replication.ReplicationSettings;
import io.zonekeep.server.replication.SnapshotSettings;
import io.zonekeep.server.state.DedupeWindow;
import io.zonekeep.server.state.FeedWindow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;

/** Each room's settings, out of the node's. */
final class Wiring {
  /** A process that stood still for longer ends, and is started anew by whoever watches it. */
  private static final Duration PAUSE_MAX = Duration.ofSeconds(60);

  private Wiring() {}

  static EngineSettings engine(Settings settings, DataFolder folder) {
    return new EngineSettings(
        settings.cluster().name(),
        settings.node().id(),
        settings.cluster().nodes().stream()
            .map(member -> new EngineSettings.Member(member.id(), member.host(), member.raftPort()))
            .toList(),
        settings.bindAddress(),
        folder.raft(),
        folder.snapshots(),
        settings.promotion().timeoutMin(),
        settings.promotion().timeoutMax(),
        settings.log().segmentBytes(),
        settings.log().preallocateBytes(),
        PAUSE_MAX);
  }

  static ReplicationSettings replication(Settings settings) {
    Settings.Pipeline pipeline = settings.pipeline();
    Settings.Dedupe dedupe = settings.dedupe();
    Settings.Feed feed = settings.feed();
    Settings.Snapshot snapshot = settings.snapshot();
    return new ReplicationSettings(
        new PipelineSettings(
            pipeline.queueWrites(),
            pipeline.queueBytes(),
            pipeline.batchWrites(),
            pipeline.batchBytes(),
            pipeline.batchesInFlight()),
        new DedupeWindow(dedupe.window().toMillis(), dedupe.resultsPerClient(), dedupe.results()),
        new FeedWindow(
            feed.keys(),
            feed.window().toMillis(),
            feed.sessionBytes(),
            feed.keyBytes(),
            feed.lastStateBytes()),
        settings.session().touchInterval(),
        settings.expiry().sweepInterval(),
        settings.expiry().sweepRecords(),
        settings.read().confirmTimeout(),
        new SnapshotSettings(snapshot.logBytes(), snapshot.logEntries(), snapshot.intervalMin()));
  }

  /** The engine ends the process when its port is taken: better say so before. */
  static void requireFree(String address, int port) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw new IOException("port " + port + " (raft_port): " + e.getMessage(), e);
    }
  }
}
