package io.zonekeep.bench;

import io.zonekeep.bench.SessionStores.Way;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sessions beside Spring Session on Redis: calls of a request, rate, latency, cost, space. */
@Command(
    name = "sessions",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "1 KiB sessions of 8 attributes, beside Spring Session on Redis in the same run.",
      "",
      "Zonekeep: three nodes, an acknowledged write is on disk in two zones. Redis: a primary and a"
          + " replica, appendfsync everysec; with WAIT 1 an acknowledged write is in the memory of"
          + " both, without it in that of one.",
      "",
      "A request of Spring's does what its servlet filter does: find by id, set the last accessed"
          + " time, set an attribute (save) or not (load+touch), save. One of Sessions loads, and"
          + " saves an attribute or not. Attributes are the same bytes everywhere, by the same"
          + " serializer. In flight means threads, of Sessions: calls without an answer. With WAIT"
          + " each thread has a connection of its own, else all share one, as Spring Boot has it.",
    })
final class SessionsCommand implements Callable<Integer> {
  private enum Part {
    calls,
    rates,
    space
  }

  private final Supplier<Path> folder;

  @Option(names = "--parts", split = ",", description = "Of calls,rates,space. Default: all.")
  private Set<Part> parts = EnumSet.allOf(Part.class);

  @Option(
      names = "--stores",
      split = ",",
      description = "Of sessions,spring (Zonekeep),redis,wait,indexed (Redis). Default: all.")
  private Set<Way> ways = EnumSet.allOf(Way.class);

  @Option(
      names = "--in-flight",
      split = ",",
      defaultValue = "1,64,256",
      description = "Requests in flight. Default: ${DEFAULT-VALUE}.")
  private List<Integer> inFlight = List.of();

  @Option(
      names = "--sessions",
      defaultValue = "100000",
      description = {
        "How many sessions there are. Default: ${DEFAULT-VALUE}.",
        "With so many each is used less than once a second, and each touch is logged."
      })
  private int sessions;

  @Option(
      names = "--warm-up",
      defaultValue = "10",
      description = "Seconds for each kind of request before the first round.")
  private int warmUpSeconds;

  @Option(names = "--seconds", defaultValue = "3", description = "Seconds of a round.")
  private int seconds;

  @Option(names = "--rounds", defaultValue = "3", description = "Rounds; the median one counts.")
  private int rounds;

  @Option(names = "--json", description = "Also writes the figures to a file.")
  private @Nullable Path json;

  SessionsCommand() {
    this(BenchCluster::emptyFolder);
  }

  SessionsCommand(Supplier<Path> folder) {
    this.folder = folder;
  }

  @Override
  public Integer call() throws Exception {
    Path of = folder.get();
    SessionContent content = new SessionContent();
    List<Report> reports = new ArrayList<>();
    Duration warmUp = Duration.ofSeconds(warmUpSeconds);
    if (parts.contains(Part.calls)) {
      try (SessionStores stores = start(of.resolve("calls"), ways, content)) {
        reports.add(SessionCalls.measure(stores));
      }
    }
    if (parts.contains(Part.rates)) {
      try (SessionStores stores = start(of.resolve("rates"), ways, content)) {
        Duration round = Duration.ofSeconds(seconds);
        reports.add(new SessionRates(stores, warmUp, round, rounds).measure(sessions, inFlight));
      }
    }
    if (parts.contains(Part.space)) {
      Set<Way> each = EnumSet.copyOf(ways);
      each.removeAll(Set.of(Way.sessions, Way.wait));
      try (SessionStores stores = start(of.resolve("space"), each, content)) {
        reports.add(new SessionSpace(stores, sessions).measure(warmUp));
      }
    }
    Report.write(json, reports);
    return reports.stream().allMatch(Report::withoutFailures) ? 0 : 1;
  }

  private static SessionStores start(Path folder, Collection<Way> ways, SessionContent content) {
    System.out.println();
    SessionStores stores = SessionStores.start(folder, ways, content);
    stores.redis().ifPresent(redis -> System.out.println("Beside Redis " + redis.version()));
    return stores;
  }
}
