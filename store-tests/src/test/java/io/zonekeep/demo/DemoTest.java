package io.zonekeep.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The demonstration itself, shortened, where there is no HAProxy. */
class DemoTest {
  @Test
  void noUserNoticesAKilledAndAFrozenPrimary(@TempDir Path folder) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Screen screen = new Screen(new PrintStream(printed, true, UTF_8), false);
    int exitCode =
        new CommandLine(new Demo(screen, () -> folder, Optional.empty(), Optional.empty()))
            .execute("--seconds", "3", "--users", "60");
    String output = printed.toString(UTF_8);
    assertThat(exitCode).as("%s", output).isZero();
    assertThat(output)
        .contains("No HAProxy here", "kill -9 of the primary", "frozen", "is thawed", "requests/s")
        .containsPattern("failed requests +0\n")
        .containsPattern("carts that lost an item +0\n");
  }
}
