package io.zonekeep.server.replication.peers;

/** How a node starts. */
public sealed interface StartDecision {
  /** With its vote: its folder remembers all it has ever promised, or it never promised. */
  record StartAsVoter() implements StartDecision {}

  /** Not yet; the reason is for people. */
  record Wait(String reason) implements StartDecision {}

  /** Without a vote until it has caught up: votes and entries it once gave may be forgotten. */
  record Rebuild(String reason) implements StartDecision {}
}
