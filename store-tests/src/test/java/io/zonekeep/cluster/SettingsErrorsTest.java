package io.zonekeep.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator gets wrong: one line that says what to do, and an exit code that is not 0. */
class SettingsErrorsTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int BAD_SETTINGS = 2;
  private static final int REFUSED = 3;

  @Test
  void anUnknownKeyIsNamedWithTheNearestKnownOne() throws IOException {
    LocalNode node = prepared("unknown-key");
    append(node, "zonekeep.snapshot.log_entrys = 5");
    assertRefused(node, BAD_SETTINGS, "snapshot.log_entrys", "snapshot.log_entries");
  }

  @Test
  void aValueOutOfBoundsIsNamedWithItsBounds() throws IOException {
    LocalNode node = prepared("bad-value");
    append(node, "zonekeep.pipeline.batches_in_flight = 0");
    assertRefused(node, BAD_SETTINGS, "pipeline.batches_in_flight");
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    LocalNode node = prepared("port-in-use");
    int port = Integer.parseInt(node.clientAddress().split(":")[1]);
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertRefused(node, REFUSED, Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void theDataFolderOfAnotherNodeIsRefused() throws IOException {
    LocalCluster cluster = LocalCluster.prepare(TestCluster.options("foreign-node"));
    LocalNode owner = cluster.node("a");
    runOnce(owner);
    LocalNode intruder = cluster.node("b");
    append(intruder, "zonekeep.node.data_folder = \"" + owner.dataFolder() + "\"");
    assertRefused(intruder, REFUSED, owner.dataFolder().toString());
  }

  @Test
  void theDataFolderOfAnotherClusterIsRefused() throws IOException {
    LocalNode node = prepared("foreign-cluster");
    runOnce(node);
    append(node, "zonekeep.cluster.name = \"another\"");
    assertRefused(node, REFUSED, node.dataFolder().toString(), "another");
  }

  @Test
  void aLayoutWithAMajorityInOneZoneIsRefused() throws IOException {
    LocalNode node = prepared("majority-in-one-zone");
    String config = Files.readString(node.config());
    Files.writeString(node.config(), config.replace("id = b, zone = b", "id = b, zone = a"));
    assertRefused(node, REFUSED, "zone");
  }

  private static LocalNode prepared(String name) {
    return LocalCluster.prepare(TestCluster.options(name)).node("a");
  }

  private static void append(LocalNode node, String line) throws IOException {
    Files.writeString(node.config(), Files.readString(node.config()) + line + "\n");
  }

  /** Starts a node until it has made its data folder its own, then kills it. */
  private static void runOnce(LocalNode node) {
    node.start();
    Pause.until(
        "a data folder with something in it",
        SOON,
        () -> {
          String[] files = node.dataFolder().toFile().list();
          return files != null && files.length > 0;
        });
    Pause.of(Duration.ofSeconds(1));
    node.kill();
  }

  private static void assertRefused(LocalNode node, int exitCode, String... words) {
    node.start();
    ChildProcess process = node.process();
    process.awaitExit(SOON);
    List<String> output = process.output();
    assertThat(output).as("output").noneMatch(line -> line.startsWith("\tat "));
    List<String> complaints =
        output.stream().filter(line -> line.startsWith("zonekeep-server: ")).toList();
    assertThat(complaints).as("complaints in %s", output).hasSize(1);
    assertThat(complaints.getFirst()).contains(words);
    assertThat(process.exitCode()).as("exit code after: %s", output).isEqualTo(exitCode);
  }
}
