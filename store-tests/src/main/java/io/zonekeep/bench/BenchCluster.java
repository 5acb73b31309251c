package io.zonekeep.bench;

import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.cluster.ClusterOptions;
import io.zonekeep.cluster.ClusterView;
import io.zonekeep.cluster.Leftovers;
import io.zonekeep.cluster.LocalCluster;
import io.zonekeep.cluster.ProjectFiles;
import java.nio.file.Path;
import java.time.Duration;

/** A running cluster with the settings that operators get, and one client of it. */
record BenchCluster(LocalCluster cluster, ZonekeepClient client, ClusterView view)
    implements AutoCloseable {
  static final String NAMESPACE = "bench";
  static final Duration PROMOTION = Duration.ofSeconds(30);
  static final Duration CATCH_UP = Duration.ofMinutes(2);

  static BenchCluster start() {
    // On the project's disk: /tmp is often in memory, where an fsync costs nothing.
    Path folder = ProjectFiles.emptyFolder("bench");
    Leftovers.deleteAtExit(folder);
    LocalCluster cluster = LocalCluster.start(ClusterOptions.threeZones(folder));
    ZonekeepClient client = Zonekeep.connect(cluster.target());
    ClusterView view = new ClusterView(cluster, client);
    view.awaitPrimary(PROMOTION);
    return new BenchCluster(cluster, client, view);
  }

  /** Processor time so far of the nodes and of this process. */
  Duration cpu() {
    return cluster
        .cpu()
        .plus(ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
  }

  @Override
  public void close() {
    client.close();
    cluster.close();
  }
}
