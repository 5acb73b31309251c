package io.zonekeep.demo;

import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.cluster.ChildProcess;
import io.zonekeep.cluster.ClusterOptions;
import io.zonekeep.cluster.ClusterView;
import io.zonekeep.cluster.JavaCommand;
import io.zonekeep.cluster.Leftovers;
import io.zonekeep.cluster.LocalCluster;
import io.zonekeep.cluster.LocalNode;
import io.zonekeep.cluster.ProjectFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The demonstration: a shop whose users must not notice that zones fail under it. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Starts three zones and two stateless app servers, lets users fill carts, kills and"
            + " freezes primaries meanwhile, and tells what the users saw.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0: no request failed and no cart lost an item",
      "1: the demonstration failed",
      "2: wrong usage"
    })
public final class Demo implements Callable<Integer> {
  private static final Duration CATCH_UP = Duration.ofSeconds(60);
  private static final Duration PROMOTION = Duration.ofSeconds(30);
  private static final List<String> APP_SERVER_FLAGS =
      List.of(
          "-Xmx96m",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  @Option(
      names = "--users",
      defaultValue = "300",
      description = "Users. Default: ${DEFAULT-VALUE}.")
  private int users;

  @Option(
      names = "--seconds",
      defaultValue = "8",
      description = "How long each phase lasts. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--think",
      defaultValue = "300",
      description = "Mean milliseconds between a user's requests. Default: ${DEFAULT-VALUE}.")
  private int thinkMillis;

  @Option(
      names = "--keep",
      description = "Leaves the cluster running, and prints how to talk to it.")
  private boolean keep;

  private final Screen screen;
  private final Supplier<Path> folder;

  Demo(Screen screen, Supplier<Path> folder) {
    this.screen = screen;
    this.folder = folder;
  }

  public static void main(String[] arguments) {
    Demo demo = new Demo(Screen.ofThisProcess(), () -> ProjectFiles.emptyFolder("demo"));
    System.exit(new CommandLine(demo).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path place = folder.get();
    Leftovers.deleteAtExit(place);
    screen.line(
        screen.bold("Zonekeep")
            + ": three zones, two stateless app servers, %d users with a cart each"
                .formatted(users));
    long begun = System.nanoTime();
    LocalCluster cluster = LocalCluster.start(ClusterOptions.threeZones(place));
    List<ChildProcess> appServers =
        Stream.of("app-1", "app-2").map(name -> startAppServer(name, cluster, place)).toList();
    List<URI> addresses =
        appServers.stream().map(server -> URI.create(server.awaitReady(CATCH_UP).words())).toList();
    screen.line(
        "Nodes a, b, c and the app servers are up after %.1f s"
            .formatted((System.nanoTime() - begun) / 1e9));
    Tally tally;
    try (ZonekeepClient client = Zonekeep.connect(cluster.target());
        Users crowd = new Users(users, addresses, Duration.ofMillis(thinkMillis));
        StatusLine status =
            new StatusLine(screen, crowd.tally(), new ClusterView(cluster, client))) {
      tally = crowd.tally();
      crowd.start();
      status.start();
      play(cluster, new ClusterView(cluster, client), status);
    }
    boolean passed = verdict(tally);
    if (keep) {
      Leftovers.keep();
      tellHowToTalk(cluster, appServers, addresses, place);
    } else {
      appServers.forEach(ChildProcess::kill);
      cluster.close();
    }
    if (!passed) {
      Leftovers.keepFolders();
      screen.line("Logs and data: " + place);
    }
    return passed ? 0 : 1;
  }

  private void play(LocalCluster cluster, ClusterView view, StatusLine status) {
    LocalNode first = view.awaitPrimary(PROMOTION);
    status.phase("Users come; node %s is primary".formatted(first.id()), seconds);

    first.kill();
    status.phase("kill -9 of the primary, node %s".formatted(first.id()), seconds);
    LocalNode second = view.awaitPrimaryAfter(first, PROMOTION);

    status.event("Node %s starts again and catches up".formatted(first.id()));
    cluster.start(first);
    view.awaitCaughtUp(first, CATCH_UP);

    second.freeze();
    status.phase("SIGSTOP of the primary, node %s: frozen".formatted(second.id()), seconds);
    view.awaitPrimaryAfter(second, PROMOTION);

    second.thaw();
    status.phase("Node %s is thawed and finds itself replaced".formatted(second.id()), seconds);
    view.awaitCaughtUp(second, CATCH_UP);
  }

  private static ChildProcess startAppServer(String name, LocalCluster cluster, Path place) {
    return ChildProcess.start(
        name,
        JavaCommand.of(AppServer.class, APP_SERVER_FLAGS, List.of(cluster.target())),
        place.resolve(name + ".log"));
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

  private void tellHowToTalk(
      LocalCluster cluster, List<ChildProcess> appServers, List<URI> addresses, Path place) {
    screen.line("The cluster runs on. Talk to it:");
    screen.line("  export ZONEKEEP_TARGET=" + cluster.target());
    screen.line("  deploy/zonekeep status");
    screen.line("  deploy/zonekeep put greeting hello");
    screen.line("and to the shop on it:");
    screen.line(
        "  curl -d berta %s/login        # prints a session's id".formatted(addresses.get(0)));
    screen.line("  curl -H 'Session: ID' -d apple %s/cart/add".formatted(addresses.get(1)));
    screen.line("  curl -H 'Session: ID' %s/cart".formatted(addresses.get(0)));
    screen.line("Logs and data: " + place);
    List<String> pids =
        Stream.concat(cluster.nodes().stream().map(LocalNode::process), appServers.stream())
            .map(process -> Long.toString(process.pid()))
            .toList();
    screen.line("End it: deploy/demo --stop, or kill " + String.join(" ", pids));
  }
}
