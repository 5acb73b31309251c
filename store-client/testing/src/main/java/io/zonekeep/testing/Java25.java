package io.zonekeep.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds a Java for the store, which needs a newer one than an application may: this process's own
 * if it is new enough, else where the usual variables point, else in the usual folders.
 */
final class Java25 {
  static final int VERSION_MIN = 25;

  /** The first is ours, the second that of GitHub's machines. */
  static final List<String> VARIABLES =
      List.of("JAVA_25_HOME", "JAVA_HOME_25_X64", "JAVA_HOME_25_ARM64", "JAVA_HOME");

  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)[^\"]*\"");

  private final Path ownHome;
  private final Function<String, @Nullable String> environment;
  private final List<Path> folders;

  Java25(Path ownHome, Function<String, @Nullable String> environment, List<Path> folders) {
    this.ownHome = ownHome;
    this.environment = environment;
    this.folders = List.copyOf(folders);
  }

  static Java25 ofMachine() {
    Path user = Path.of(System.getProperty("user.home"));
    return new Java25(
        Path.of(System.getProperty("java.home")),
        System::getenv,
        List.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/opt"),
            user.resolve(".sdkman/candidates/java"),
            user.resolve(".jdks"),
            user.resolve(".gradle/jdks"),
            Path.of("/Library/Java/JavaVirtualMachines"),
            Path.of("C:/Program Files/Java"),
            Path.of("C:/Program Files/Eclipse Adoptium")));
  }

  /**
   * The java command.
   *
   * @throws IllegalStateException if there is none; says in one line what to do
   */
  Path command() {
    return homes().stream()
        .filter(home -> version(home) >= VERSION_MIN)
        .flatMap(home -> commandOf(home).stream())
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "the store for tests runs on Java %d or newer and none was found: install a JDK %d and set JAVA_25_HOME to its folder (looked at %s, and in %s)"
                    .formatted(VERSION_MIN, VERSION_MIN, String.join(", ", VARIABLES), folders)));
  }

  private List<Path> homes() {
    List<Path> homes = new ArrayList<>();
    homes.add(ownHome);
    for (String variable : VARIABLES) {
      String home = environment.apply(variable);
      if (home != null && !home.isBlank()) {
        homes.add(Path.of(home));
      }
    }
    folders.forEach(folder -> addChildren(folder, homes));
    return homes;
  }

  private static void addChildren(Path folder, List<Path> homes) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        homes.add(child);
        homes.add(child.resolve("Contents/Home"));
      }
    } catch (IOException e) {
      // A folder that cannot be read has no Java for us.
      return;
    }
  }

  /** From the file that every JDK carries; 0: there is none, or it cannot be read. */
  private static int version(Path home) {
    try (BufferedReader release = Files.newBufferedReader(home.resolve("release"))) {
      return release.lines().mapToInt(Java25::version).max().orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  private static int version(String line) {
    Matcher matcher = VERSION.matcher(line);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  private static Optional<Path> commandOf(Path home) {
    return List.of("bin/java", "bin/java.exe").stream()
        .map(home::resolve)
        .filter(Files::isExecutable)
        .findFirst();
  }
}
