package io.zonekeep.server.replication.peers;

import io.zonekeep.server.replication.NodeRole;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * What a standby does when the primary's process is surely gone. The vote goes only to who has the
 * longer log, and two who stand at once may split it: so the standbys go in the order of their
 * logs, which each of them can work out.
 */
sealed interface CrashDecision {
  /** Stand for election after this long, if there is no primary by then. */
  record StandAfter(Duration delay) implements CrashDecision {}

  /** Leave it to the time-outs; the reason is for people. */
  record LeaveIt(String reason) implements CrashDecision {}

  /** How long the next in the order waits for the one before. */
  Duration TURN = Duration.ofMillis(150);

  /**
   * Decides from what the survivors say.
   *
   * @param others the members that answered, without this node and the dead one
   * @param members how many nodes the cluster has
   */
  static CrashDecision decide(
      PeerPosition self, Collection<PeerPosition> others, String dead, int members) {
    if (self.role() != NodeRole.STANDBY) {
      return new LeaveIt("this node is " + self.role());
    }
    if (!self.primary().equals(Optional.of(dead))) {
      return new LeaveIt(dead + " is not the primary this node follows");
    }
    if (2 * (others.size() + 1) <= members) {
      return new LeaveIt("too few nodes answer for a majority");
    }
    for (PeerPosition other : others) {
      if (other.term() > self.term() || other.role() == NodeRole.PRIMARY) {
        return new LeaveIt(other.nodeId() + " knows a newer term or is primary");
      }
    }
    long before =
        others.stream()
            .filter(other -> other.role() == NodeRole.STANDBY)
            .filter(other -> FIRST_GOES.compare(other, self) < 0)
            .count();
    return new StandAfter(TURN.multipliedBy(before));
  }

  /** The longer log, as Raft's vote compares them (Raft, section 5.4.1), and the lower id. */
  Comparator<PeerPosition> FIRST_GOES =
      Comparator.comparingLong(PeerPosition::lastLogTerm)
          .thenComparingLong(PeerPosition::lastLogIndex)
          .reversed()
          .thenComparing(PeerPosition::nodeId);
}
