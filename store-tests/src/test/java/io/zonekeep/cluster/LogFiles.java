package io.zonekeep.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a node's log on disk, as the engine names them. */
final class LogFiles {
  private static final Pattern NAME = Pattern.compile("log_(?:inprogress_)?(\\d+)(?:-\\d+)?");

  private LogFiles() {}

  /** The file that is being written. */
  static Path open(LocalNode node) {
    return list(node).stream()
        .filter(file -> file.getFileName().toString().startsWith("log_inprogress_"))
        .findFirst()
        .orElseThrow();
  }

  /** The index of the first entry that is kept. */
  static long firstIndex(LocalNode node) {
    return list(node).stream().mapToLong(LogFiles::firstIndexOf).min().orElseThrow();
  }

  private static long firstIndexOf(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches()) {
      throw new IllegalArgumentException("not a file of the log: " + file);
    }
    return Long.parseLong(name.group(1));
  }

  /** By their names alone: a file may be dropped meanwhile. */
  private static List<Path> list(LocalNode node) {
    try (Stream<Path> groups = Files.list(node.dataFolder().resolve("raft"))) {
      Path current = groups.findFirst().orElseThrow().resolve("current");
      try (Stream<Path> files = Files.list(current)) {
        return files.filter(file -> NAME.matcher(file.getFileName().toString()).matches()).toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
