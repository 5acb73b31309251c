package io.zonekeep.server.replication.peers;

import io.zonekeep.server.replication.FolderUse;
import io.zonekeep.server.replication.peers.StartDecision.Rebuild;
import io.zonekeep.server.replication.peers.StartDecision.StartAsVoter;
import io.zonekeep.server.replication.peers.StartDecision.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides how a node starts. An empty folder looks the same on a new node and on one that was
 * wiped, and the wiped one must not vote: a majority of forgetful nodes could elect a primary
 * without the acknowledged writes. So a cluster is founded only when every node has been seen, and
 * none was ever used.
 */
public final class Genesis {
  private Genesis() {}

  /**
   * Decides from this node's folder and what the peers say now.
   *
   * @param rebuilding this node was told earlier, durably, to rebuild
   * @param peers each other member, with its position if it answered
   */
  public static StartDecision decide(
      FolderUse own, boolean rebuilding, Map<String, Optional<PeerPosition>> peers) {
    if (rebuilding) {
      return peers.isEmpty()
          ? new Wait("this node's data are damaged or gone, and there is no peer to take them from")
          : new Rebuild("an earlier rebuild is not finished");
    }
    if (own == FolderUse.IN_USE) {
      return new StartAsVoter();
    }
    return decideUnused(new TreeMap<>(peers));
  }

  /** One used peer is enough to know; that all are unused needs all of them. */
  private static StartDecision decideUnused(Map<String, Optional<PeerPosition>> peers) {
    List<String> silent = new ArrayList<>();
    List<String> used = new ArrayList<>();
    peers.forEach((nodeId, position) -> {
      if (position.isEmpty()) {
        silent.add(nodeId);
      } else if (!position.get().neverUsed()) {
        used.add(nodeId);
      }
    });
    if (!used.isEmpty()) {
      return new Rebuild(
          "this node has no data, but " + String.join(" and ", used) + " of its cluster was used");
    }
    if (!silent.isEmpty()) {
      return new Wait(
          "first start needs all nodes once; waiting for " + String.join(" and ", silent));
    }
    return new StartAsVoter();
  }
}
