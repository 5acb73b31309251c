package io.zonekeep.server.replication;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether this node may vote and stand for election. Closed while votes it once gave may be missing
 * from its disk: a node that forgets its vote can help to elect two primaries in one term, or one
 * without acknowledged writes. For use by many threads.
 */
public final class VoteGate {
  private final AtomicBoolean mayVote;

  private VoteGate(boolean mayVote) {
    this.mayVote = new AtomicBoolean(mayVote);
  }

  public static VoteGate opened() {
    return new VoteGate(true);
  }

  /** For a node that rebuilds. */
  public static VoteGate closed() {
    return new VoteGate(false);
  }

  public boolean mayVote() {
    return mayVote.get();
  }

  /** The node has caught up. Once open, a gate stays so until the process ends. */
  public void open() {
    mayVote.set(true);
  }
}
