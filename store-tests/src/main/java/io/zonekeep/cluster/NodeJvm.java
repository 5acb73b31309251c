package io.zonekeep.cluster;

import io.zonekeep.server.StoreServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command line of a node's process. */
final class NodeJvm {
  /** Without these the JVM warns about, or refuses, RocksDB's native code and Netty's. */
  static final List<String> NEEDED =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  private static final Path FLAGS = Path.of("deploy", "node.jvm");

  private NodeJvm() {}

  /** The flags of {@code deploy/node.jvm}: one a line, # begins a comment. */
  static List<String> flags() {
    Optional<Path> file = found(FLAGS);
    if (file.isEmpty()) {
      List<String> flags = new ArrayList<>(NEEDED);
      flags.add("-Xmx512m");
      return flags;
    }
    try {
      return Files.readAllLines(file.get()).stream()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file.get(), e);
    }
  }

  static List<String> command(List<String> flags, Path config) {
    List<String> command = new ArrayList<>();
    command.add(JavaCommand.java());
    command.addAll(flags);
    command.addAll(whatToRun());
    command.add("--config");
    command.add(config.toString());
    return command;
  }

  /**
   * The packaged server as operators run it if this process uses that; else the compiled classes it
   * uses, so that a test never runs an older jar than what was just compiled.
   */
  private static List<String> whatToRun() {
    Path server = codeOf(StoreServer.class);
    boolean packaged =
        Files.isRegularFile(server) && Files.isDirectory(server.resolveSibling("lib"));
    return packaged
        ? List.of("-jar", server.toString())
        : List.of("-cp", JavaCommand.classPath(), StoreServer.class.getName());
  }

  /** Looks for a file of the project from where this code lies upwards. */
  private static Optional<Path> found(Path file) {
    for (@org.jspecify.annotations.Nullable Path at = codeOf(NodeJvm.class);
        at != null;
        at = at.getParent()) {
      if (Files.isRegularFile(at.resolve(file))) {
        return Optional.of(at.resolve(file));
      }
    }
    return Optional.empty();
  }

  private static Path codeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
