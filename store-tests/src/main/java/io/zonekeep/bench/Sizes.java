package io.zonekeep.bench;

import io.zonekeep.cluster.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What processes and folders take. */
final class Sizes {
  private Sizes() {}

  /** What a process has in memory, as Linux counts it. */
  static long memoryBytes(ChildProcess process) {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    try {
      return Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .sum()
          * 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file with several names, as snapshots have, counts once. */
  static long diskBytes(Path folder) {
    Map<Object, Long> sizes = new HashMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        try {
          sizes.put(Files.getAttribute(path, "unix:ino"), Files.size(path));
        } catch (NoSuchFileException deletedMeanwhile) {
          // It no longer takes room.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }
}
