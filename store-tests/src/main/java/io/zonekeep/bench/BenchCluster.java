package io.zonekeep.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonekeep.client.KeyValue;
import io.zonekeep.client.PutOptions;
import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.cluster.ClusterOptions;
import io.zonekeep.cluster.ClusterView;
import io.zonekeep.cluster.Leftovers;
import io.zonekeep.cluster.LocalCluster;
import io.zonekeep.cluster.LocalNode;
import io.zonekeep.cluster.Pause;
import io.zonekeep.cluster.ProjectFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A running cluster with the settings that operators get, and one client of it. */
record BenchCluster(LocalCluster cluster, ZonekeepClient client, ClusterView view)
    implements AutoCloseable, Store {
  static final String NAMESPACE = "bench";
  static final Duration PROMOTION = Duration.ofSeconds(30);
  static final Duration CATCH_UP = Duration.ofMinutes(2);
  static final Duration WARM_UP = Duration.ofSeconds(15);

  private static final String WARM_UP_NAMESPACE = "warm-up";
  private static final int WARM_UP_IN_FLIGHT = 512;
  private static final int WARM_UP_KEYS = 10_000;
  private static final int WARM_UP_BYTES = 256;
  private static final int WARM_UP_TURNS = 3;
  private static final Duration SETTLE_LOOK = Duration.ofSeconds(1);
  private static final int SETTLE_LOOKS_MAX = 20;

  /** In one look; four idle JVMs take about half of it. */
  private static final Duration SETTLED_CPU = Duration.ofMillis(200);

  static BenchCluster start() {
    return start(emptyFolder());
  }

  /** On the project's disk: /tmp is often in memory, where an fsync costs nothing. */
  static Path emptyFolder() {
    Path folder = ProjectFiles.emptyFolder("bench");
    Leftovers.deleteAtExit(folder);
    return folder;
  }

  static BenchCluster start(Path folder) {
    LocalCluster cluster = LocalCluster.start(ClusterOptions.threeZones(folder));
    ZonekeepClient client = Zonekeep.connect(cluster.target());
    ClusterView view = new ClusterView(cluster, client);
    view.awaitPrimary(PROMOTION);
    return new BenchCluster(cluster, client, view);
  }

  /**
   * Puts and gets, and then leaves the processors to the compilers of the nodes' JVMs and of this
   * one, so that no figure depends on being the first.
   */
  void warmUp(Duration duration) throws InterruptedException {
    KeyValue keys = client.keyValue(WARM_UP_NAMESPACE);
    byte[] value = new byte[WARM_UP_BYTES];
    Duration share = duration.dividedBy(2L * WARM_UP_TURNS);
    for (int turn = 0; turn < WARM_UP_TURNS; turn++) {
      Load.forDuration(
          number -> keys.putAsync(warmUpKey(number), value, PutOptions.ALWAYS),
          WARM_UP_IN_FLIGHT,
          share);
      warmUpReads(share);
    }
  }

  /** As the other, without a write. */
  void warmUpReads(Duration duration) throws InterruptedException {
    KeyValue keys = client.keyValue(WARM_UP_NAMESPACE);
    Load.forDuration(number -> keys.getAsync(warmUpKey(number)), WARM_UP_IN_FLIGHT, duration);
    if (duration.isPositive()) {
      settle();
    }
  }

  /** Waits until the JVMs have compiled what they found worth it, which shows in their idleness. */
  void settle() {
    for (int look = 0; look < SETTLE_LOOKS_MAX; look++) {
      Duration before = cpu();
      Pause.of(SETTLE_LOOK);
      if (cpu().minus(before).compareTo(SETTLED_CPU) < 0) {
        return;
      }
    }
  }

  @Override
  public List<Node> nodes() {
    return cluster.nodes().stream()
        .filter(LocalNode::isRunning)
        .map(node -> new Node(node.process(), node.dataFolder()))
        .toList();
  }

  @Override
  public Map<String, Long> calls() {
    return NodeCalls.of(view.awaitPrimary(PROMOTION));
  }

  /** Of gRPC; one can carry many calls. */
  @Override
  public long messages() {
    return client.metrics().framesSent();
  }

  @Override
  public void close() {
    client.close();
    cluster.close();
  }

  private static byte[] warmUpKey(long number) {
    return ("key-" + number % WARM_UP_KEYS).getBytes(UTF_8);
  }
}
