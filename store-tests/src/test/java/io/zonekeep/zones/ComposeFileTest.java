package io.zonekeep.zones;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.KeyValue;
import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.cluster.Command;
import io.zonekeep.cluster.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** deploy/Dockerfile and deploy/compose.yaml as users use them, all but the image's base. */
@Tag("containers")
class ComposeFileTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Of loopback, and not the one that a user's own cluster publishes its ports at. */
  private static final String ADDRESS = "127.0.0.77";

  private static final String SEEDS =
      "zonekeep:///%1$s:7101,%1$s:7102,%1$s:7103".formatted(ADDRESS);
  private static final List<String> NODES = List.of("zonekeep-a", "zonekeep-b", "zonekeep-c");

  private static Map<String, String> environment = Map.of();

  @BeforeAll
  static void up() {
    environment =
        Map.of(
            "COMPOSE_PROJECT_NAME",
            "zonekeep-test",
            "ZONEKEEP_IMAGE",
            "zonekeep-test",
            "ZONEKEEP_BASE",
            NodeImage.localBase(),
            "ZONEKEEP_ADDRESS",
            ADDRESS);
    compose("up", "-d", "--build");
    NODES.forEach(node -> awaitHealth(container(node), "healthy"));
  }

  @AfterAll
  static void down() {
    compose("down", "-v");
  }

  @Test
  void theCommandLineInTheContainerPutsAndGets() {
    Pause.until("a primary", LONG, () -> inside("zonekeep-a", "put", "fruit", "apple") == 0);
    assertThat(Command.run("docker", "exec", container("zonekeep-c"), "zonekeep", "get", "fruit"))
        .isEqualTo("apple");
    assertThat(Command.run("docker", "exec", container("zonekeep-b"), "zonekeep", "status"))
        .contains("zonekeep-a:7101", "zonekeep-b:7101", "zonekeep-c:7101")
        .contains("primary");
  }

  @Test
  void nothingIsLostWhenThePrimarysContainerIsKilled() {
    try (ZonekeepClient client = client()) {
      KeyValue keys = client.keyValue("default");
      byte[] key = "before".getBytes(UTF_8);
      byte[] value = "the kill".getBytes(UTF_8);
      keys.put(key, value);

      String primary = "zonekeep-" + primary(client);
      compose("kill", primary);
      assertThat(keys.get(key).orElseThrow().value()).isEqualTo(value);
      keys.put("after".getBytes(UTF_8), value);

      compose("up", "-d");
      awaitHealth(container(primary), "healthy");
      Pause.until("an answer", LONG, () -> inside(primary, "get", "before") == 0);
      assertThat(keys.get("after".getBytes(UTF_8)).orElseThrow().value()).isEqualTo(value);
    }
  }

  @Test
  void aNodeThatEndsIsStartedAgainAndGoesOnWithItsData() {
    String container = container("zonekeep-b");
    Command.run("docker", "exec", container, "bash", "-c", "kill -TERM 1");
    Pause.until("a restart", LONG, () -> inspect(container, ".RestartCount").equals("1"));
    awaitHealth(container, "healthy");
    // With an empty data folder it would wait for all nodes, and say so.
    String start = Command.run("docker", "logs", "--since", startOf(container), container);
    assertThat(start).contains("READY").doesNotContain("first start");
  }

  @Test
  void aNodeThatDoesNotAnswerIsCalledUnhealthy() {
    String container =
        Command.run(
            "docker",
            "run",
            "--detach",
            "--label=zonekeep.test",
            "--health-interval=1s",
            "--health-start-period=1s",
            "--entrypoint=sleep",
            "zonekeep-test",
            "600");
    try {
      awaitHealth(container, "unhealthy");
    } finally {
      Command.run("docker", "rm", "--force", "--volumes", container);
    }
  }

  private static ZonekeepClient client() {
    return Zonekeep.builder(SEEDS).callTimeout(LONG).build();
  }

  private static String primary(ZonekeepClient client) {
    Pause.until(
        "a primary",
        LONG,
        () ->
            client
                .cluster()
                .topology()
                .filter(topology -> !topology.getPartitions(0).getPrimaryNode().isEmpty())
                .isPresent());
    return client.cluster().topology().orElseThrow().getPartitions(0).getPrimaryNode();
  }

  /** The exit code of the command line within a container. */
  private static int inside(String node, String... words) {
    List<String> all = new ArrayList<>(List.of("docker", "exec", container(node), "zonekeep"));
    all.addAll(List.of(words));
    return Command.tryRun(all, Map.of()).exitCode();
  }

  private static void awaitHealth(String container, String health) {
    Pause.until(
        container + " is " + health,
        LONG,
        () -> inspect(container, ".State.Health.Status").equals(health));
  }

  private static String startOf(String container) {
    return inspect(container, ".State.StartedAt");
  }

  private static String inspect(String container, String what) {
    return Command.run("docker", "inspect", "--format={{" + what + "}}", container);
  }

  private static String container(String node) {
    return Command.run(
        "docker",
        "ps",
        "--all",
        "--quiet",
        "--filter=label=com.docker.compose.project=zonekeep-test",
        "--filter=label=com.docker.compose.service=" + node);
  }

  private static void compose(String... words) {
    List<String> all = new ArrayList<>(command());
    all.addAll(List.of("--file", NodeImage.project().resolve("deploy/compose.yaml").toString()));
    all.addAll(List.of(words));
    Command.run(all, environment);
  }

  /** Today's plugin, or the program of its own that Debian 12 has. */
  private static List<String> command() {
    List<String> plugin = List.of("docker", "compose");
    boolean there =
        Command.tryRun(List.of("docker", "compose", "version"), Map.of()).exitCode() == 0;
    return there ? plugin : List.of("docker-compose");
  }
}
