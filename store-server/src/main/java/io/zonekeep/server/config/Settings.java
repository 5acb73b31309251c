package io.zonekeep.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * All settings of a node, checked. What each means, its unit, default and bounds: {@link
 * SettingsTable}, and docs/settings.md made from it.
 */
public record Settings(
    Cluster cluster,
    Node node,
    Pipeline pipeline,
    Promotion promotion,
    Read read,
    Session session,
    Expiry expiry,
    Dedupe dedupe,
    Feed feed,
    Log log,
    Snapshot snapshot,
    Storage storage,
    Repair repair,
    Limits limits,
    Api api,
    Admin admin,
    Health health) {

  /** This node's own entry in the list of nodes. */
  public Member self() {
    return cluster.nodes().stream()
        .filter(member -> member.id().equals(node.id()))
        .findFirst()
        .orElseThrow();
  }

  /** The address to listen on. */
  public String bindAddress() {
    return node.bind().isEmpty() ? self().host() : node.bind();
  }

  /** The cluster as a whole; the same on every node. */
  public record Cluster(String name, List<Member> nodes) {
    public Cluster {
      nodes = List.copyOf(nodes);
    }
  }

  /** This node. */
  public record Node(String id, Path dataFolder, String bind) {}

  /** The write pipeline. */
  public record Pipeline(
      int queueWrites, long queueBytes, int batchWrites, int batchBytes, int batchesInFlight) {}

  /** When a standby takes over. */
  public record Promotion(Duration timeoutMin, Duration timeoutMax, boolean onCrash) {}

  /** Linearizable reads. */
  public record Read(Duration confirmTimeout) {}

  /** Sessions. */
  public record Session(Duration touchInterval) {}

  /** The sweep of what is due. */
  public record Expiry(Duration sweepInterval, int sweepRecords) {}

  /** The exactly-once window. */
  public record Dedupe(Duration window, int resultsPerClient, int results) {}

  /** What the feed records, how long it keeps it, and for how many. */
  public record Feed(
      boolean keys,
      Duration window,
      long sessionBytes,
      long keyBytes,
      int lastStateBytes,
      int watchersMax) {}

  /** The replicated log on disk. */
  public record Log(long segmentBytes, long preallocateBytes) {}

  /** When snapshots are taken. */
  public record Snapshot(long logBytes, int logEntries, Duration intervalMin) {}

  /** RocksDB. */
  public record Storage(long cacheBytes, long memtableBytes) {}

  /** What a node may do about damage. */
  public record Repair(boolean wipeDamaged) {}

  /** What clients may send. */
  public record Limits(
      int keyBytes,
      int valueBytes,
      int sessionBytes,
      int sessionAttributes,
      int attributeNameBytes,
      int sessionIdBytes,
      int principalBytes,
      int batchOperations,
      int batchBytes,
      int pageRecords,
      int pageBytes,
      int frameCalls,
      int frameBytes,
      Duration ttl) {}

  /** How much clients may have under way. */
  public record Api(
      int connectionsMax,
      int connectionCallsMax,
      int streamsMax,
      int callsInFlightMax,
      long replyBytesMax,
      int watchersMax,
      int pageReadsMax,
      Duration drainTimeout) {}

  /** HTTP for people and machines that watch. */
  public record Admin(int threads) {}

  /** The deep checks. */
  public record Health(
      Duration interval,
      Duration diskWriteMax,
      long diskFreeMinBytes,
      Duration pauseMax,
      int applyLagMax,
      Duration silenceMax) {}
}
