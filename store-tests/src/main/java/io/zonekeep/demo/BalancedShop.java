package io.zonekeep.demo;

import io.zonekeep.cluster.ChildProcess;
import io.zonekeep.cluster.FreePorts;
import io.zonekeep.cluster.LocalCluster;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The shop as one would run it: the example app, two in each zone, behind HAProxy, which knows
 * nothing of sessions. Used by one thread at a time.
 */
public final class BalancedShop implements Shop {
  private static final Duration START = Duration.ofSeconds(90);
  private static final int APPS_PER_ZONE = 2;

  private final List<ShopApp> apps;
  private final Balancer balancer;

  private BalancedShop(List<ShopApp> apps, Balancer balancer) {
    this.apps = apps;
    this.balancer = balancer;
  }

  /** Starts all of it, and returns when the balancer has found every app well. */
  public static BalancedShop start(
      LocalCluster cluster, Path place, Path haproxy, ShopApp.Program program) {
    List<String> zones = cluster.options().zones();
    List<Integer> ports = FreePorts.take(zones.size() * APPS_PER_ZONE);
    List<ShopApp> apps = new ArrayList<>();
    for (int i = 0; i < ports.size(); i++) {
      String zone = zones.get(i / APPS_PER_ZONE);
      String name = zone + "-" + (1 + i % APPS_PER_ZONE);
      apps.add(new ShopApp(name, zone, ports.get(i), cluster.target(), program, place));
    }
    apps.forEach(ShopApp::start);
    Balancer balancer = Balancer.start(haproxy, apps, place);
    apps.forEach(app -> app.awaitReady(START));
    balancer.awaitUp(apps, START);
    return new BalancedShop(apps, balancer);
  }

  /** Where users come in. */
  public URI address() {
    return balancer.address();
  }

  public Balancer balancer() {
    return balancer;
  }

  public List<ShopApp> apps() {
    return apps;
  }

  @Override
  public Storefront open(int user, Requests requests) {
    return new ShopVisit(balancer.address(), requests);
  }

  @Override
  public String loseZone(String zone) {
    List<ShopApp> lost = in(zone).toList();
    lost.forEach(app -> app.process().sendKill());
    lost.forEach(app -> app.process().kill());
    return " and of its zone's apps "
        + String.join(" and ", lost.stream().map(ShopApp::name).toList());
  }

  @Override
  public void startZone(String zone) {
    in(zone).forEach(ShopApp::start);
    in(zone).forEach(app -> app.awaitReady(START));
    balancer.awaitUp(apps, START);
  }

  @Override
  public List<ChildProcess> processes() {
    return Stream.concat(apps.stream().map(ShopApp::process), Stream.of(balancer.process()))
        .toList();
  }

  @Override
  public List<String> howToVisit() {
    return List.of(
        "  %s        in a browser; each page says who served it".formatted(balancer.address()),
        "  %s        the balancer's page: which apps are up".formatted(balancer.statistics()));
  }

  @Override
  public void close() {
    balancer.process().kill();
    apps.forEach(app -> app.process().kill());
  }

  private Stream<ShopApp> in(String zone) {
    return apps.stream().filter(app -> app.zone().equals(zone));
  }
}
