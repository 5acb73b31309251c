package io.zonekeep.server.replication.ratis;

import io.zonekeep.server.replication.EngineSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** What Ratis is told. Each line that differs from its defaults has its reason. */
final class RatisProperties {
  private static final SizeInBytes ENTRY_BYTES_MAX =
      SizeInBytes.valueOf(EngineSettings.ENTRY_BYTES_MAX);
  private static final SizeInBytes SOME_KIBIBYTES = SizeInBytes.valueOf("64KB");

  private RatisProperties() {}

  static RaftProperties of(EngineSettings settings) {
    RaftProperties properties = new RaftProperties();
    transport(properties, settings);
    elections(properties, settings);
    log(properties, settings);
    appender(properties);
    snapshots(properties);
    return properties;
  }

  private static void transport(RaftProperties properties, EngineSettings settings) {
    properties.set(RaftConfigKeys.Rpc.TYPE_KEY, GatedRpcType.class.getName());
    GrpcConfigKeys.Server.setHost(properties, settings.bindHost());
    GrpcConfigKeys.Server.setPort(properties, settings.self().port());
    GrpcConfigKeys.setMessageSizeMax(
        properties, SizeInBytes.valueOf(EngineSettings.ENTRY_BYTES_MAX + (1L << 20)));
    // With the entry bound, this bounds the memory of a peer that is slow.
    GrpcConfigKeys.Server.setLeaderOutstandingAppendsMax(properties, 16);
  }

  private static void elections(RaftProperties properties, EngineSettings settings) {
    RaftServerConfigKeys.Rpc.setTimeoutMin(properties, time(settings.timeoutMin()));
    RaftServerConfigKeys.Rpc.setTimeoutMax(properties, time(settings.timeoutMax()));
    // A primary that stepped down stays out of elections so long (10 s by default: no primary at
    // all when two do so in a row), and a stall of this length makes it step down.
    RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(
        properties, TimeDuration.valueOf(1, TimeUnit.SECONDS));
    // A standby that was itself starved for longer does not stand at its next time-out.
    RaftServerConfigKeys.setSleepDeviationThreshold(
        properties, TimeDuration.valueOf(1, TimeUnit.SECONDS));
    RaftServerConfigKeys.setCloseThreshold(properties, time(settings.pauseMax()));
    RaftServerConfigKeys.Read.setLeaderLeaseEnabled(properties, false);
  }

  private static void log(RaftProperties properties, EngineSettings settings) {
    RaftServerConfigKeys.setStorageDir(properties, List.of(settings.logFolder().toFile()));
    // Both acknowledge entries that are not on disk.
    RaftServerConfigKeys.Log.setAsyncFlushEnabled(properties, false);
    RaftServerConfigKeys.Log.setUnsafeFlushEnabled(properties, false);
    // Off, it can acknowledge a resent entry before its fsync.
    RaftServerConfigKeys.Log.setAppendEntriesComposeEnabled(properties, true);
    // An fsync whenever the writer has nothing more to write, not after a number of entries.
    RaftServerConfigKeys.Log.setForceSyncNum(properties, 4096);
    // A new term begins with a new file, and waits for its zeros.
    RaftServerConfigKeys.Log.setPreallocatedSize(
        properties, SizeInBytes.valueOf(settings.preallocateBytes()));
    RaftServerConfigKeys.Log.setSegmentSizeMax(
        properties, SizeInBytes.valueOf(settings.segmentBytes()));
    RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, 2);
    RaftServerConfigKeys.Log.setSegmentCacheSizeMax(
        properties, SizeInBytes.valueOf(2 * settings.segmentBytes()));
    RaftServerConfigKeys.Log.setWriteBufferSize(
        properties, SizeInBytes.valueOf(ENTRY_BYTES_MAX.getSize() + SOME_KIBIBYTES.getSize()));
    // Its entries would say what the next real entry says anyway.
    RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
    // The folder is checked before Ratis sees it; what it then finds is a reason to stop.
    RaftServerConfigKeys.Log.setCorruptionPolicy(
        properties, RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);
  }

  private static void appender(RaftProperties properties) {
    RaftServerConfigKeys.Log.Appender.setWaitTimeMin(properties, TimeDuration.ZERO);
    RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, ENTRY_BYTES_MAX);
    // By default a standby that was away is tried again after up to 5 s only.
    RaftServerConfigKeys.Log.Appender.setRetryPolicy(properties, "10ms,10, 100ms,1000000000");
    // The standby fetches snapshots itself.
    RaftServerConfigKeys.Log.Appender.setInstallSnapshotEnabled(properties, false);
    // Exactly-once is the state's matter; this table would only take memory.
    RaftServerConfigKeys.RetryCache.setExpiryTime(
        properties, TimeDuration.valueOf(1, TimeUnit.SECONDS));
  }

  private static void snapshots(RaftProperties properties) {
    RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, false);
    RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
    // Counted in entries, which are batches: the default would keep gigabytes.
    RaftServerConfigKeys.Log.setPurgeGap(properties, 1);
  }

  private static TimeDuration time(Duration duration) {
    return TimeDuration.valueOf(duration.toMillis(), TimeUnit.MILLISECONDS);
  }
}
