package io.zonekeep.server.replication.ratis;

import io.zonekeep.server.replication.VoteGate;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.ServerNotReadyException;

/**
 * What must hold before a vote leaves this node, in either direction: the node remembers its votes,
 * and term and vote are on disk with their name (Raft, section 5.1: "persistent state, updated on
 * stable storage before responding to RPCs"; Ratis syncs the file and not its folder). Also knows
 * the appenders, which know how far the peers are. For use by many threads.
 */
final class RpcGate {
  private final VoteGate votes;
  private final LogFolder folder;
  private final ConcurrentMap<RaftPeerId, GatedLogAppender> appenders = new ConcurrentHashMap<>();

  RpcGate(VoteGate votes, LogFolder folder) {
    this.votes = votes;
    this.folder = folder;
  }

  void checkMayVote() throws IOException {
    if (!votes.mayVote()) {
      throw new ServerNotReadyException("this node rebuilds and has no vote");
    }
  }

  /** Term and vote were written; they count from when this returns. */
  void voteWritten() {
    folder.sync();
  }

  void started(GatedLogAppender appender) {
    appenders.put(appender.getFollowerId(), appender);
  }

  void stopped(GatedLogAppender appender) {
    appenders.remove(appender.getFollowerId(), appender);
  }

  Collection<GatedLogAppender> appenders() {
    return appenders.values();
  }
}
