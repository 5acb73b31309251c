package io.zonekeep.server.replication;

import java.util.List;
import java.util.Optional;

/**
 * Where this node stands, at one moment.
 *
 * @param serving this node is primary, its term's first entry is applied, and it takes calls
 * @param storeTimeMillis on the primary the running clock, elsewhere the last applied stamp
 * @param rebuild present while a snapshot is being received
 * @param peers on the primary only
 */
public record ReplicationStatus(
    NodeRole role,
    boolean serving,
    PrimaryHint primary,
    long lastLogTerm,
    long lastLogIndex,
    long committedIndex,
    long appliedIndex,
    long version,
    long snapshotIndex,
    long storeTimeMillis,
    int queuedWrites,
    Optional<Rebuild> rebuild,
    List<Peer> peers) {

  public ReplicationStatus {
    peers = List.copyOf(peers);
  }

  /** How far a snapshot has come; {@code totalBytes} 0: not known yet. */
  public record Rebuild(long receivedBytes, long totalBytes, String sourceNodeId) {}

  /** How far a peer has come, as the primary knows it. */
  public record Peer(String nodeId, long durableIndex, long silentMillis) {}
}
