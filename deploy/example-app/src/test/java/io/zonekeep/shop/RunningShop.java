package io.zonekeep.shop;

import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.cluster.ClusterOptions;
import io.zonekeep.cluster.ClusterView;
import io.zonekeep.cluster.LocalCluster;
import io.zonekeep.cluster.LocalNode;
import io.zonekeep.cluster.ProjectFiles;
import io.zonekeep.demo.BalancedShop;
import io.zonekeep.demo.Balancer;
import io.zonekeep.demo.ShopApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * All of it, as real processes: three store nodes, two apps in each zone, HAProxy before them. Logs
 * stay in target/shops until the next run.
 */
final class RunningShop implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(60);

  private final LocalCluster cluster;
  private final ZonekeepClient client;
  private final ClusterView view;
  private final BalancedShop shop;

  private RunningShop(LocalCluster cluster, ZonekeepClient client, BalancedShop shop) {
    this.cluster = cluster;
    this.client = client;
    this.view = new ClusterView(cluster, client);
    this.shop = shop;
  }

  static RunningShop start(String name) {
    Path haproxy =
        Balancer.find()
            .orElseThrow(
                () -> new IllegalStateException("install HAProxy; deploy/test does on Debian"));
    Path folder = emptyFolder(name);
    LocalCluster cluster =
        LocalCluster.start(
            ClusterOptions.threeZones(folder)
                .withJvmFlags("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    BalancedShop shop =
        BalancedShop.start(
            cluster, folder, haproxy, ShopApp.Program.compiled(ShopApplication.class));
    return new RunningShop(cluster, Zonekeep.connect(cluster.target()), shop);
  }

  BalancedShop shop() {
    return shop;
  }

  /** Where users come in. */
  URI address() {
    return shop.address();
  }

  LocalNode primary() {
    return view.awaitPrimary(LONG);
  }

  LocalCluster cluster() {
    return cluster;
  }

  /** kill -9 of a zone's store node and apps, all at once. */
  void loseZone(String zone) {
    LocalNode node = cluster.node(zone);
    node.process().sendKill();
    shop.loseZone(zone);
    node.kill();
  }

  /** Returns when the zone has all that the others have, and its apps are sent users again. */
  void startZone(String zone) {
    cluster.start(cluster.node(zone));
    view.awaitCaughtUp(cluster.node(zone), LONG);
    shop.startZone(zone);
  }

  @Override
  public void close() {
    client.close();
    shop.close();
    cluster.close();
  }

  private static Path emptyFolder(String name) {
    Path folder = TargetFolder.of("shops").resolve(name);
    ProjectFiles.delete(folder);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
