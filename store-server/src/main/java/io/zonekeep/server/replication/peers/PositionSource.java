package io.zonekeep.server.replication.peers;

/** Says where this node stands. Called from any thread, ten times a second for each peer. */
public interface PositionSource {
  PeerPosition position();
}
