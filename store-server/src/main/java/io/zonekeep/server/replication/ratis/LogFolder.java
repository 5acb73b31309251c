package io.zonekeep.server.replication.ratis;

import io.zonekeep.server.replication.Durable;
import io.zonekeep.server.replication.FatalError;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The folder with the log's files, and term and vote. Puts the names of new files on disk, which
 * Ratis does not: a power cut could otherwise take a file away whose content was synced.
 */
final class LogFolder {
  private final Path folder;
  private final FatalError fatal;
  private final AtomicLong syncs = new AtomicLong();

  /** The file being written, if its name is on disk; for the log's writing thread alone. */
  private volatile @Nullable Path open;

  LogFolder(Path folder, FatalError fatal) {
    this.folder = folder;
    this.fatal = fatal;
  }

  /** Puts all names on disk; a node that cannot must not go on. From any thread. */
  void sync() {
    try {
      Durable.syncFolder(folder);
      syncs.incrementAndGet();
    } catch (IOException e) {
      fatal.stop("cannot sync the folder of the log " + folder, e);
      throw new IllegalStateException(e);
    }
  }

  /**
   * The log is about to be synced: its writer calls this before entries count as on disk. A file
   * that is full gets another name, so that a vanished name means a new file.
   */
  void beforeLogSync() {
    Path known = open;
    if (known == null || !Files.exists(known)) {
      open = findOpen();
      sync();
    }
  }

  /** The log was cut: its last file may be another one of the same name. */
  void logCut() {
    open = null;
  }

  long syncs() {
    return syncs.get();
  }

  private @Nullable Path findOpen() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "log_inprogress_*")) {
      for (Path file : files) {
        return file;
      }
      return null;
    } catch (IOException e) {
      fatal.stop("cannot list the folder of the log " + folder, e);
      throw new IllegalStateException(e);
    }
  }
}
