package io.zonekeep.server.replication.ratis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One file of Ratis' log.
 *
 * @param startIndex index of its first entry
 * @param endIndex of its last; empty: it is still being written
 */
record SegmentFile(Path path, long startIndex, OptionalLong endIndex) {
  private static final Pattern CLOSED = Pattern.compile("log_(\\d{1,18})-(\\d{1,18})");

  /** Ratis takes a name with anything behind a dot for a segment too, so that it must be seen. */
  private static final Pattern OPEN = Pattern.compile("log_inprogress_(\\d{1,18})(?:\\..*)?");

  /**
   * The segments in a folder, by their first index, which decides the order Ratis reads them in.
   */
  static List<SegmentFile> listIn(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .flatMap(path -> of(path).stream())
          .sorted(
              Comparator.comparingLong(SegmentFile::startIndex)
                  .thenComparingLong(segment -> segment.endIndex.orElse(Long.MAX_VALUE)))
          .toList();
    }
  }

  boolean open() {
    return endIndex.isEmpty();
  }

  private static Optional<SegmentFile> of(Path path) {
    String name = path.getFileName().toString();
    Matcher closed = CLOSED.matcher(name);
    if (closed.matches()) {
      return Optional.of(
          new SegmentFile(
              path,
              Long.parseLong(closed.group(1)),
              OptionalLong.of(Long.parseLong(closed.group(2)))));
    }
    Matcher open = OPEN.matcher(name);
    if (open.matches()) {
      return Optional.of(
          new SegmentFile(path, Long.parseLong(open.group(1)), OptionalLong.empty()));
    }
    return Optional.empty();
  }
}
