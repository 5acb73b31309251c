package io.zonekeep.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs that a machine may have. */
public final class InstalledProgram {
  /** Where they also lie on systems whose users do not have these on their PATH. */
  private static final List<String> USUAL_FOLDERS =
      List.of("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin");

  private InstalledProgram() {}

  /** The first of {@code names} that there is. */
  public static Optional<Path> find(String... names) {
    return Arrays.stream(names).flatMap(InstalledProgram::places).findFirst();
  }

  private static Stream<Path> places(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(Arrays.stream(path.split(":")), USUAL_FOLDERS.stream())
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable);
  }
}
