package io.zonekeep.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.cli.ZonekeepCommand;
import io.zonekeep.client.NewSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The command {@code zonekeep} as a process of its own against a real cluster. */
class CommandLineTest {
  private static final List<String> FLAGS =
      List.of(
          "-Xmx64m",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start("command-line");
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  private record Ran(int exitCode, String output) {}

  @Test
  void putsGetsScansAndDeletes() {
    assertThat(run("put", "fruit/apple", "red").exitCode).isZero();
    assertThat(run("put", "fruit/pear", "green").exitCode).isZero();
    assertThat(run("get", "fruit/apple")).isEqualTo(new Ran(0, "red"));
    assertThat(run("scan", "--prefix", "fruit/").output).contains("fruit/apple", "fruit/pear");
    assertThat(run("-o", "json", "get", "fruit/pear").output).contains("\"green\"");
    assertThat(run("delete", "fruit/apple").exitCode).isZero();
    assertThat(run("get", "fruit/apple").exitCode).isEqualTo(1);
  }

  @Test
  void showsASession() {
    cluster
        .client()
        .sessions("default")
        .create(
            new NewSession(
                "s1",
                Optional.of(Duration.ofMinutes(5)),
                Optional.of("berta"),
                Map.of("cart", "apple".getBytes(UTF_8))));
    assertThat(run("session", "show", "s1").output).contains("berta", "cart");
    assertThat(run("session", "show", "nobody's").exitCode).isEqualTo(1);
  }

  @Test
  void showsTheNodesAndHandsOver() {
    LocalNode standby = cluster.anyStandby();
    assertThat(run("status").output).containsIgnoringCase("primary").contains("a", "b", "c");
    assertThat(run("handover", "--to", standby.id()).exitCode).isZero();
    Pause.until(
        "the standby is primary",
        TestCluster.LONG,
        () -> cluster.view().primary().filter(node -> node == standby).isPresent());
    assertThat(run("-o", "json", "status").output).contains("\"" + standby.id() + "\"");
  }

  @Test
  void saysSoWhenNobodyAnswers() {
    Ran ran = runAt("zonekeep:///127.0.0.1:1", "--timeout", "1s", "get", "x");
    assertThat(ran.exitCode).isEqualTo(3);
    assertThat(ran.output.lines()).hasSize(1);
  }

  private static Ran run(String... arguments) {
    return runAt(cluster.cluster().target(), arguments);
  }

  private static Ran runAt(String target, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--target", target));
    all.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(JavaCommand.of(ZonekeepCommand.class, FLAGS, all))
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Ran(process.waitFor(), output.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
