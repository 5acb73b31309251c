package io.zonekeep.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * Disks whose fsync fails on demand: a small C library (src/test/c/failing_disk.c) in front of the
 * system call, in the nodes that were started with {@link #environment}. One rule at a time.
 */
final class FailingDisk {
  private static final Path SOURCE =
      ProjectFiles.find("store-tests/src/test/c/failing_disk.c").orElseThrow();

  private final Path library;
  private final Path rule;

  private FailingDisk(Path library, Path rule) {
    this.library = library;
    this.rule = rule;
  }

  /** Compiles the library, which needs Linux and gcc. */
  static FailingDisk make() {
    Path folder = ProjectFiles.codeOf(FailingDisk.class).resolveSibling("failing-disk");
    ProjectFiles.delete(folder);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    FailingDisk disk =
        new FailingDisk(folder.resolve("failing_disk.so"), folder.resolve("disk-rule"));
    Command.run(
        "gcc", "-O2", "-shared", "-fPIC", "-o", disk.library.toString(), SOURCE.toString(), "-ldl");
    return disk;
  }

  Map<String, String> environment() {
    return Map.of("LD_PRELOAD", library.toString(), "ZONEKEEP_DISK_RULE", rule.toString());
  }

  /** From now on every fsync of a node's log fails. */
  void failEverySync(LocalNode node) {
    fail(node, 0, 0);
  }

  /** One fsync of a node's log fails, and those after it succeed. */
  void failOneSync(LocalNode node) {
    failOneSyncBehind(node, 0);
  }

  /**
   * One fsync fails, the first of a log file that is filled to {@code bytes}: with about a
   * segment's size, one of the last before the file is closed.
   */
  void failOneSyncBehind(LocalNode node, long bytes) {
    fail(node, bytes, 1);
  }

  void heal() {
    try {
      Files.deleteIfExists(rule);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fsyncs that failed so far. */
  long failures() {
    Path hits = rule.resolveSibling(rule.getFileName() + ".hits");
    try {
      return Files.exists(hits) ? Files.readAllLines(hits).size() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every fsync of all nodes' logs succeeds and does nothing. */
  void lie() {
    rule("*/raft/*/log_*", 0, -1);
  }

  private void fail(LocalNode node, long bytes, long times) {
    rule(node.dataFolder().resolve("raft").toString().replace(' ', '?') + "/*/log_*", bytes, times);
  }

  private void rule(String pattern, long bytes, long times) {
    try {
      // In one step: the library may read at any moment.
      Path next = rule.resolveSibling(rule.getFileName() + ".next");
      Files.writeString(next, "%s %d %d\n".formatted(pattern, bytes, times));
      Files.move(next, rule, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
