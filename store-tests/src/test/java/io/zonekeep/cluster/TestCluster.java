package io.zonekeep.cluster;

import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Three real nodes with small heaps, and a client. Their folder stays in target/clusters until the
 * next run, for whoever wants to know why a test failed.
 */
final class TestCluster implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(60);
  static final String NAMESPACE = "test";

  private final LocalCluster cluster;
  private final ZonekeepClient client;
  private final ClusterView view;

  private TestCluster(LocalCluster cluster) {
    this.cluster = cluster;
    this.client = Zonekeep.builder(cluster.target()).callTimeout(Duration.ofSeconds(20)).build();
    this.view = new ClusterView(cluster, client);
  }

  static TestCluster start(String name) {
    return start(name, options -> options);
  }

  static TestCluster start(String name, UnaryOperator<ClusterOptions> change) {
    return start(name, change, nodes -> {});
  }

  /** With something to be done to the nodes' folders before they start. */
  static TestCluster start(
      String name, UnaryOperator<ClusterOptions> change, Consumer<List<LocalNode>> beforeStart) {
    LocalCluster cluster = LocalCluster.prepare(change.apply(options(name)));
    beforeStart.accept(cluster.nodes());
    TestCluster started = new TestCluster(cluster);
    try {
      cluster.startAll();
      started.view.awaitPrimary(LONG);
      return started;
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
  }

  static ClusterOptions options(String name) {
    return ClusterOptions.threeZones(emptyFolder(name))
        .withJvmFlags("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  }

  LocalCluster cluster() {
    return cluster;
  }

  ZonekeepClient client() {
    return client;
  }

  ClusterView view() {
    return view;
  }

  LocalNode primary() {
    return view.awaitPrimary(LONG);
  }

  LocalNode anyStandby() {
    LocalNode primary = primary();
    return cluster.nodes().stream().filter(node -> node != primary).findFirst().orElseThrow();
  }

  /** Starts a node and waits until it has what the others have. */
  void startAndCatchUp(LocalNode node) {
    cluster.start(node);
    view.awaitCaughtUp(node, LONG);
  }

  @Override
  public void close() {
    client.close();
    cluster.close();
  }

  private static Path emptyFolder(String name) {
    // Beside the classes: on the disk that the build is on, and cleaned with it.
    Path folder = ProjectFiles.codeOf(TestCluster.class).resolveSibling("clusters").resolve(name);
    ProjectFiles.delete(folder);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
