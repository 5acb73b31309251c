package io.zonekeep.server.replication.peers;

/** Hears, on the receiving thread, how far a snapshot has come. */
public interface SnapshotProgress {
  void received(long receivedBytes, long totalBytes, String sourceNodeId);
}
