package io.zonekeep.demo;

import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.cluster.ClusterOptions;
import io.zonekeep.cluster.ClusterView;
import io.zonekeep.cluster.Leftovers;
import io.zonekeep.cluster.LocalCluster;
import io.zonekeep.cluster.LocalNode;
import io.zonekeep.cluster.ProjectFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The demonstration: a shop whose users must not notice that zones fail under it. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Starts three zones and a shop of stateless apps behind HAProxy, lets users fill carts,"
            + " loses a zone and freezes a primary meanwhile, and tells what the users saw. Where"
            + " there is no HAProxy, users talk to two app servers directly.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0: no request failed and no cart lost an item",
      "1: the demonstration failed",
      "2: wrong usage"
    })
public final class Demo implements Callable<Integer> {
  private static final Duration CATCH_UP = Duration.ofSeconds(60);
  private static final Duration PROMOTION = Duration.ofSeconds(30);

  /** The example shop is a whole web application six times, on this one machine. */
  private static final int USERS_BALANCED = 150;

  private static final int USERS_SIMPLE = 300;
  private static final int THINK_MILLIS_BALANCED = 2000;

  private static final int THINK_MILLIS_SIMPLE = 300;

  @Option(
      names = "--users",
      description = "Users. Default: " + USERS_BALANCED + "; with --simple, " + USERS_SIMPLE + ".")
  private @Nullable Integer users;

  @Option(
      names = "--seconds",
      defaultValue = "8",
      description = "How long each phase lasts. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--think",
      description =
          "Mean milliseconds between a user's acts. Default: "
              + THINK_MILLIS_BALANCED
              + "; with --simple, "
              + THINK_MILLIS_SIMPLE
              + ".")
  private @Nullable Integer thinkMillis;

  @Option(
      names = "--simple",
      description = "No HAProxy and no example shop: users talk to two app servers directly.")
  private boolean simple;

  @Option(
      names = "--keep",
      description = "Leaves the cluster running, and prints how to talk to it.")
  private boolean keep;

  private final Screen screen;
  private final Supplier<Path> folder;
  private final Optional<Path> haproxy;
  private final Optional<ShopApp.Program> shopProgram;

  Demo(
      Screen screen,
      Supplier<Path> folder,
      Optional<Path> haproxy,
      Optional<ShopApp.Program> shopProgram) {
    this.screen = screen;
    this.folder = folder;
    this.haproxy = haproxy;
    this.shopProgram = shopProgram;
  }

  public static void main(String[] arguments) {
    Demo demo =
        new Demo(
            Screen.ofThisProcess(),
            () -> ProjectFiles.emptyFolder("demo"),
            Balancer.find(),
            ShopApp.Program.packaged());
    System.exit(new CommandLine(demo).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path place = folder.get();
    Leftovers.deleteAtExit(place);
    boolean balanced = isBalanced();
    int crowdSize = users != null ? users : balanced ? USERS_BALANCED : USERS_SIMPLE;
    screen.line(
        screen.bold("Zonekeep")
            + ": three zones, %s, %d users with a cart each"
                .formatted(
                    balanced
                        ? "in each a store node and two stateless apps of a shop, HAProxy before"
                            + " the apps"
                        : "two stateless app servers",
                    crowdSize));
    long begun = System.nanoTime();
    LocalCluster cluster = LocalCluster.start(ClusterOptions.threeZones(place));
    Shop shop = balanced ? startBalanced(cluster, place) : AppServers.start(cluster, place);
    screen.line(
        "Nodes a, b, c and the shop are up after %.1f s"
            .formatted((System.nanoTime() - begun) / 1e9));
    Tally tally;
    try (ZonekeepClient client = Zonekeep.connect(cluster.target());
        Users crowd = new Users(crowdSize, shop, thinkTime(balanced));
        StatusLine status =
            new StatusLine(screen, crowd.tally(), new ClusterView(cluster, client))) {
      tally = crowd.tally();
      crowd.start();
      status.start();
      play(cluster, shop, new ClusterView(cluster, client), status);
    }
    boolean passed = verdict(tally);
    if (keep) {
      Leftovers.keep();
      tellHowToTalk(cluster, shop, place);
    } else {
      shop.close();
      cluster.close();
    }
    if (!passed) {
      Leftovers.keepFolders();
      screen.line("Logs and data: " + place);
    }
    return passed ? 0 : 1;
  }

  /** Whether HAProxy and the example shop can be had; says why not. */
  private boolean isBalanced() {
    if (simple) {
      return false;
    }
    if (haproxy.isEmpty()) {
      screen.line(
          "No HAProxy here, so users talk to two app servers directly: install HAProxy 2.6 or"
              + " newer (https://www.haproxy.org) to see the shop behind a balancer");
      return false;
    }
    if (shopProgram.isEmpty()) {
      screen.line("The example shop is not built, so users talk to two app servers directly");
      return false;
    }
    return true;
  }

  private Shop startBalanced(LocalCluster cluster, Path place) {
    return BalancedShop.start(cluster, place, haproxy.orElseThrow(), shopProgram.orElseThrow());
  }

  private Duration thinkTime(boolean balanced) {
    return Duration.ofMillis(
        thinkMillis != null ? thinkMillis : balanced ? THINK_MILLIS_BALANCED : THINK_MILLIS_SIMPLE);
  }

  private void play(LocalCluster cluster, Shop shop, ClusterView view, StatusLine status) {
    LocalNode first = view.awaitPrimary(PROMOTION);
    status.phase("Users come; node %s is primary".formatted(first.id()), seconds);

    first.process().sendKill();
    String lostWithIt = shop.loseZone(first.id());
    first.kill();
    status.phase("kill -9 of the primary, node %s%s".formatted(first.id(), lostWithIt), seconds);
    LocalNode second = view.awaitPrimaryAfter(first, PROMOTION);

    status.event("Zone %s starts again and catches up".formatted(first.id()));
    cluster.start(first);
    shop.startZone(first.id());
    view.awaitCaughtUp(first, CATCH_UP);

    second.freeze();
    status.phase("SIGSTOP of the primary, node %s: frozen".formatted(second.id()), seconds);
    view.awaitPrimaryAfter(second, PROMOTION);

    second.thaw();
    status.phase("Node %s is thawed and finds itself replaced".formatted(second.id()), seconds);
    view.awaitCaughtUp(second, CATCH_UP);
  }

  private boolean verdict(Tally tally) {
    boolean allAnswered = tally.failed() == 0;
    boolean allKept = tally.losses().isEmpty();
    screen.line("");
    screen.line("  requests                   %,10d".formatted(tally.requests()));
    screen.line("  carts read and compared    %,10d".formatted(tally.cartsRead()));
    screen.line("  longest pause a user saw   %,10d ms".formatted(tally.longestMillis()));
    screen.line(
        screen.judged(allAnswered, "  failed requests            %,10d".formatted(tally.failed())));
    tally.reasons().forEach(reason -> screen.line("    " + reason));
    screen.line(
        screen.judged(
            allKept, "  carts that lost an item    %,10d".formatted(tally.losses().size())));
    tally.losses().entrySet().stream()
        .limit(5)
        .forEach(loss -> screen.line("    %s: %s".formatted(loss.getKey(), loss.getValue())));
    screen.line("");
    return allAnswered && allKept;
  }

  private void tellHowToTalk(LocalCluster cluster, Shop shop, Path place) {
    screen.line("All of it runs on. The shop:");
    shop.howToVisit().forEach(screen::line);
    screen.line("and the store under it:");
    screen.line("  export ZONEKEEP_TARGET=" + cluster.target());
    screen.line("  deploy/zonekeep status");
    screen.line("  deploy/zonekeep put greeting hello");
    screen.line("Logs and data: " + place);
    List<String> pids =
        Stream.concat(cluster.nodes().stream().map(LocalNode::process), shop.processes().stream())
            .map(process -> Long.toString(process.pid()))
            .toList();
    screen.line("End it: deploy/demo --stop, or kill " + String.join(" ", pids));
  }
}
