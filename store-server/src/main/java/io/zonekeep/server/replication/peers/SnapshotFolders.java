package io.zonekeep.server.replication.peers;

import java.nio.file.Path;
import java.util.Optional;

/** The snapshots this node can give away. Called from any thread. */
public interface SnapshotFolders {
  /** The newest one, if it reaches {@code indexMin}; kept on disk until it is closed. */
  Optional<HeldSnapshot> newest(long indexMin);

  /** A snapshot that nobody deletes or changes while it is held: a flat folder of files. */
  interface HeldSnapshot extends AutoCloseable {
    long term();

    long index();

    Path folder();

    @Override
    void close();
  }
}
