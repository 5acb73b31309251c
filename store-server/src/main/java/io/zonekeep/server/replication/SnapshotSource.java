package io.zonekeep.server.replication;

import java.io.IOException;
import java.nio.file.Path;

/** The port to the other nodes' snapshots. */
@FunctionalInterface
public interface SnapshotSource {
  /**
   * Fetches a snapshot that reaches at least {@code indexMin} into the folder {@code into}, which
   * does not exist yet; checked and on disk when it returns. Blocks.
   *
   * @throws IOException if no peer has one now; the engine asks again
   */
  void fetch(long indexMin, Path into, ProgressListener progress)
      throws IOException, InterruptedException;

  /** Hears how far a transfer has come. */
  @FunctionalInterface
  interface ProgressListener {
    /** {@code totalBytes} 0: not known yet. */
    void received(String sourceNodeId, long receivedBytes, long totalBytes);
  }
}
