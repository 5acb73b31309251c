package io.zonekeep.server.replication;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The one folder in which a node keeps everything, held by one process at a time.
 *
 * <pre>
 * identity        layout, cluster and node: a folder is never used by another
 * lock            locked while a process uses the folder
 * rebuilding      present while the node must neither vote nor lead
 * raft/           the log, the term and the vote
 * state/          the rows, as of the last applied entry that is on disk
 * snapshots/      copies of the state, by log index
 * damaged-TIME/   what was moved aside at the last damage, for people to look at
 * </pre>
 *
 * Damage is moved aside within the folder, not beside it: the folder may be a mount point, which
 * cannot be renamed.
 */
public final class DataFolder implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final List<String> PARTS = List.of("raft", "state", "snapshots");
  private static final String DAMAGED = "damaged-";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path folder;
  private final FolderLock lock;

  private DataFolder(Path folder, FolderLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Takes the folder for this process, creating it if need be.
   *
   * @throws FolderRefusedException if another process has it, it is of another cluster or node, or
   *     it cannot be used
   */
  public static DataFolder open(Path path, String cluster, String nodeId) {
    Path folder = path.toAbsolutePath().normalize();
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, OWNER_ONLY);
      FolderLock lock = FolderLock.take(folder);
      try {
        FolderIdentity.checkOrWrite(folder, new FolderIdentity(cluster, nodeId));
        for (String part : PARTS) {
          Files.createDirectories(folder.resolve(part));
        }
        Durable.syncFolder(folder);
        return new DataFolder(folder, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new FolderRefusedException("data folder " + folder + " cannot be used: " + e);
    }
  }

  public Path raft() {
    return folder.resolve("raft");
  }

  public Path state() {
    return folder.resolve("state");
  }

  public Path snapshots() {
    return folder.resolve("snapshots");
  }

  /** Whether this node's votes may be missing from its folder, so that it must not vote. */
  public boolean rebuilding() {
    return Files.exists(marker());
  }

  /** Remembers, over restarts, that the node must not vote; with the reason for people to read. */
  public void markRebuilding(String reason) throws IOException {
    Durable.write(marker(), (reason + "\n").getBytes(UTF_8));
  }

  /** The node has caught up: it may vote again. */
  public void rebuilt() throws IOException {
    Durable.delete(marker());
  }

  /**
   * Makes room for a rebuild. What is there is moved aside and replaces what was moved aside
   * before. The marker goes first: a crash in between must not leave an empty folder that votes.
   */
  public Path moveAside(Instant now, String reason) throws IOException {
    markRebuilding(reason);
    for (Path old : movedAside()) {
      Durable.deleteTree(old);
    }
    Path aside = folder.resolve(DAMAGED + TIME.format(now));
    Files.createDirectory(aside);
    for (String part : PARTS) {
      Path from = folder.resolve(part);
      if (Files.exists(from)) {
        Durable.move(from, aside.resolve(part));
      }
      Files.createDirectory(from);
    }
    Durable.syncFolder(folder);
    return aside;
  }

  /** What was moved aside; at most one folder. */
  public List<Path> movedAside() throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.filter(path -> path.getFileName().toString().startsWith(DAMAGED)).toList();
    }
  }

  /** Gives the folder up. */
  @Override
  public void close() {
    lock.close();
  }

  @Override
  public String toString() {
    return folder.toString();
  }

  private Path marker() {
    return folder.resolve("rebuilding");
  }
}
