package io.zonekeep.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Java25Test {
  @TempDir Path machine;

  private Path old = Path.of("");

  @BeforeEach
  void anOldJavaRunsTheTests() throws IOException {
    old = java("old", "17.0.12");
  }

  @Test
  void itsOwnJavaComesFirst() throws IOException {
    Path own = java("own", "26.0.1");
    Path other = java("other", "25");

    assertThat(new Java25(own, Map.of("JAVA_25_HOME", other.toString())::get, List.of()).command())
        .isEqualTo(own.resolve("bin/java"));
  }

  @Test
  void theVariableComesBeforeTheFolders() throws IOException {
    Path named = java("named", "25.0.3");
    java("jvms/found", "25.0.3");

    assertThat(
            new Java25(
                    old,
                    Map.of("JAVA_25_HOME", named.toString())::get,
                    List.of(machine.resolve("jvms")))
                .command())
        .isEqualTo(named.resolve("bin/java"));
  }

  @Test
  void foldersAreSearchedAndOlderOnesPassedBy() throws IOException {
    java("jvms/seventeen", "17.0.12");
    Path mac = java("jvms/temurin/Contents/Home", "25.0.1");
    Files.createDirectories(machine.resolve("jvms/empty"));

    assertThat(
            new Java25(
                    old,
                    Map.of("JAVA_HOME", old.toString())::get,
                    List.of(machine.resolve("jvms"), machine.resolve("missing")))
                .command())
        .isEqualTo(mac.resolve("bin/java"));
  }

  @Test
  void withoutOneTheErrorSaysInOneLineWhatToDo() {
    assertThatThrownBy(() -> new Java25(old, Map.<String, String>of()::get, List.of()).command())
        .isInstanceOf(IllegalStateException.class)
        .message()
        .contains("Java 25", "set JAVA_25_HOME")
        .doesNotContain("\n");
  }

  private Path java(String folder, String version) throws IOException {
    Path home = machine.resolve(folder);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    Path command = Files.writeString(home.resolve("bin/java"), "");
    assertThat(command.toFile().setExecutable(true)).isTrue();
    return home;
  }
}
