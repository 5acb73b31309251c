package io.zonekeep.server.replication.ratis;

import io.zonekeep.server.replication.FolderUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Ratis' folder as it lies on disk: one folder a group, and in it "current" with the files. */
public final class RaftFolder {
  private RaftFolder() {}

  /**
   * Whether a node has voted or logged anything here. What cannot be read counts as used: the check
   * of the log will tell.
   */
  public static FolderUse use(Path raft) throws IOException {
    List<Path> groups = currentFolders(raft);
    if (groups.isEmpty()) {
      return FolderUse.EMPTY;
    }
    for (Path current : groups) {
      if (used(current)) {
        return FolderUse.IN_USE;
      }
    }
    return FolderUse.UNUSED;
  }

  static List<Path> currentFolders(Path raft) throws IOException {
    if (!Files.isDirectory(raft)) {
      return List.of();
    }
    try (Stream<Path> groups = Files.list(raft)) {
      return groups.map(group -> group.resolve("current")).filter(Files::isDirectory).toList();
    }
  }

  private static boolean used(Path current) throws IOException {
    Path meta = current.resolve(RaftMeta.FILE);
    if (Files.exists(meta) && !RaftMeta.read(meta).map(RaftMeta::neverUsed).orElse(false)) {
      return true;
    }
    for (SegmentFile segment : SegmentFile.listIn(current)) {
      if (Files.size(segment.path()) > 0) {
        return true;
      }
    }
    return false;
  }
}
