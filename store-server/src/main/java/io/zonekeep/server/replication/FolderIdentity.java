package io.zonekeep.server.replication;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whose data a folder holds. Two nodes on one folder, or a node on another's, would each vote with
 * the other's votes forgotten.
 */
record FolderIdentity(String cluster, String nodeId) {
  private static final String FILE = "identity";
  private static final String LAYOUT = "layout 1";

  /** What a folder that nobody has used yet may hold; lost+found is in the root of each ext4. */
  private static final Set<String> HARMLESS = Set.of("lock", "identity.new", "lost+found");

  static void checkOrWrite(Path folder, FolderIdentity own) throws IOException {
    Path file = folder.resolve(FILE);
    if (Files.exists(file)) {
      check(folder, own, read(file));
      return;
    }
    refuseForeignFiles(folder);
    String text = LAYOUT + "\ncluster " + own.cluster + "\nnode " + own.nodeId + "\n";
    Durable.write(file, text.getBytes(UTF_8));
  }

  private static void check(Path folder, FolderIdentity own, List<String> lines) {
    if (lines.size() != 3 || !lines.get(0).startsWith("layout ")) {
      throw new FolderRefusedException(
          "data folder " + folder + " has an unreadable file " + FILE + ": not using it");
    }
    if (!lines.get(0).equals(LAYOUT)) {
      throw new FolderRefusedException(
          "data folder " + folder + " has " + lines.get(0) + "; this version knows " + LAYOUT);
    }
    if (!lines.get(1).equals("cluster " + own.cluster)
        || !lines.get(2).equals("node " + own.nodeId)) {
      throw new FolderRefusedException(
          "data folder %s belongs to %s, %s; this is node %s of cluster %s"
              .formatted(folder, lines.get(2), lines.get(1), own.nodeId, own.cluster));
    }
  }

  private static List<String> read(Path file) throws IOException {
    try {
      return Files.readAllLines(file, UTF_8);
    } catch (CharacterCodingException e) {
      return List.of();
    }
  }

  private static void refuseForeignFiles(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      paths
          .map(path -> path.getFileName().toString())
          .filter(name -> !HARMLESS.contains(name))
          .sorted()
          .findFirst()
          .ifPresent(name -> {
            throw new FolderRefusedException(
                "data folder %s has no file %s but holds %s: not using it"
                    .formatted(folder, FILE, name));
          });
    }
  }
}
