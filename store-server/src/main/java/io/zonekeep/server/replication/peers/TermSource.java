package io.zonekeep.server.replication.peers;

/** What a peer may ask of this node's term. Called from any thread, thousands of times a second. */
public interface TermSource {
  /** The newest term this node knows; on disk before it is told. */
  long term();

  /** Whether this node remembers all votes it ever gave. */
  boolean remembersVotes();
}
