package io.zonekeep.server.replication.peers;

import io.zonekeep.server.replication.FolderUse;
import io.zonekeep.server.replication.NodeRole;
import java.util.Optional;

/**
 * Where a node stands, as it says itself.
 *
 * @param folder what its data folder held when it started
 * @param lastLogIndex -1: its log is empty
 * @param appliedIndex -1: nothing
 * @param primary the primary it follows, itself included
 */
public record PeerPosition(
    String cluster,
    String nodeId,
    FolderUse folder,
    long term,
    NodeRole role,
    boolean healthy,
    long lastLogTerm,
    long lastLogIndex,
    long appliedIndex,
    Optional<String> primary) {

  /** It has surely neither voted nor logged, in this life or one before that its folder knows. */
  public boolean neverUsed() {
    boolean takesPart = role == NodeRole.PRIMARY || role == NodeRole.REBUILDING;
    return folder != FolderUse.IN_USE && term == 0 && lastLogIndex < 0 && !takesPart;
  }
}
