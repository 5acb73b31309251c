package io.zonekeep.cluster;

import io.zonekeep.server.StoreServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command line of a node's process. */
final class NodeJvm {
  /** Without these the JVM warns about RocksDB's native code and Netty's. */
  static final List<String> NEEDED =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  private NodeJvm() {}

  /** Those that operators get. */
  static List<String> flags() {
    Optional<Path> file = ProjectFiles.find("deploy/node.jvm");
    if (file.isPresent()) {
      return List.of("@" + file.get());
    }
    List<String> flags = new ArrayList<>(NEEDED);
    flags.add("-Xmx512m");
    return flags;
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
   * The packaged server, as operators run it, if this process uses a packaged one; else the
   * compiled classes that it uses, so that a test never runs an older jar than what was just
   * compiled.
   */
  private static List<String> whatToRun() {
    Optional<Path> jar = ProjectFiles.find("store-server/target/zonekeep-server.jar");
    boolean packaged = Files.isRegularFile(ProjectFiles.codeOf(StoreServer.class));
    if (!packaged || jar.isEmpty()) {
      return List.of("-cp", JavaCommand.classPath(), StoreServer.class.getName());
    }
    List<String> whatToRun = new ArrayList<>(rehearsed(jar.get()));
    whatToRun.add("-jar");
    whatToRun.add(jar.get().toString());
    return whatToRun;
  }

  /** What {@code deploy/local train} recorded of this very jar, if it did. */
  private static List<String> rehearsed(Path jar) {
    Path cache = jar.resolveSibling("zonekeep-server.aot");
    return cache.toFile().lastModified() > jar.toFile().lastModified()
        ? List.of("-XX:AOTCache=" + cache)
        : List.of();
  }
}
