package io.zonekeep.server.replication;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Where an {@link Engine} stands.
 *
 * @param lastLogTerm term of the last entry in the log, on disk or not
 * @param lastLogIndex its index; -1: none
 * @param flushedIndex up to there this node's log is on disk
 * @param committedIndex as far as this node knows
 * @param appliedLogBytes bytes of the entries applied since the start; says when a snapshot is due
 * @param install present while a snapshot is being received
 * @param peers on the primary only
 */
public record EngineStatus(
    NodeRole role,
    PrimaryHint primary,
    long lastLogTerm,
    long lastLogIndex,
    long flushedIndex,
    long committedIndex,
    long appliedIndex,
    long appliedLogBytes,
    Optional<ReplicationStatus.Rebuild> install,
    List<ReplicationStatus.Peer> peers) {
  public EngineStatus {
    requireNonNull(role, "role is null");
    requireNonNull(primary, "primary is null");
    requireNonNull(install, "install is null");
    peers = List.copyOf(peers);
  }
}
