package io.zonekeep.bench;

import io.zonekeep.cluster.LocalNode;
import io.zonekeep.cluster.Pause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long writes wait when the primary dies, freezes, or hands over. */
@Command(
    name = "failover",
    mixinStandardHelpOptions = true,
    description =
        "Time from a fault of the primary to the first acknowledged write, through one client"
            + " under light load; failed calls; acknowledged writes lost.")
final class FailoverCommand implements Callable<Integer> {
  private static final Duration SETTLE = Duration.ofSeconds(2);

  @Option(
      names = "--kills",
      defaultValue = "20",
      description = "kill -9. Default: ${DEFAULT-VALUE}.")
  private int kills;

  @Option(
      names = "--freezes",
      defaultValue = "10",
      description = "SIGSTOP. Default: ${DEFAULT-VALUE}.")
  private int freezes;

  @Option(
      names = "--handovers",
      defaultValue = "10",
      description = "Planned ones. Default: ${DEFAULT-VALUE}.")
  private int handovers;

  @Option(names = "--json", description = "Also writes the figures to a file.")
  private @Nullable Path json;

  @Override
  public Integer call() throws Exception {
    Report report = new Report("failover");
    try (BenchCluster bench = BenchCluster.start();
        LightLoad load = new LightLoad(bench.client().keyValue(BenchCluster.NAMESPACE))) {
      bench.warmUp(BenchCluster.WARM_UP);
      load.start();
      report.add(row("kill -9", kills, bench, load, this::kill));
      report.add(row("SIGSTOP", freezes, bench, load, this::freeze));
      report.add(row("handover", handovers, bench, load, this::handOver));
      load.stop();
      System.out.printf("%nReading %,d acknowledged writes back%n", load.acknowledged());
      long lost = load.lost();
      System.out.printf("Acknowledged writes lost: %d%n", lost);
      load.failures().stream().limit(5).forEach(System.out::println);
      report.write(json);
      return lost == 0 && load.failures().isEmpty() ? 0 : 1;
    }
  }

  /** One fault; returns how long no write went through. */
  private interface Fault {
    Duration measured(BenchCluster bench, LightLoad load);
  }

  private static Map<String, Object> row(
      String name, int times, BenchCluster bench, LightLoad load, Fault fault) {
    List<Duration> waits = new ArrayList<>();
    int failuresBefore = load.failures().size();
    for (int i = 0; i < times; i++) {
      Pause.of(SETTLE);
      waits.add(fault.measured(bench, load));
      System.err.printf("%s %d: %d ms%n", name, i + 1, waits.getLast().toMillis());
    }
    Collections.sort(waits);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("fault", name);
    row.put("times", times);
    row.put("median ms", waits.isEmpty() ? 0 : waits.get(times / 2).toMillis());
    row.put("worst ms", waits.isEmpty() ? 0 : waits.getLast().toMillis());
    row.put("failed calls", load.failures().size() - failuresBefore);
    return row;
  }

  private Duration kill(BenchCluster bench, LightLoad load) {
    LocalNode primary = bench.view().awaitPrimary(BenchCluster.PROMOTION);
    Duration wait = waitAfter(load, primary, node -> node.process().sendKill());
    primary.kill();
    bench.view().awaitPrimaryAfter(primary, BenchCluster.PROMOTION);
    bench.cluster().start(primary);
    bench.view().awaitCaughtUp(primary, BenchCluster.CATCH_UP);
    return wait;
  }

  private Duration freeze(BenchCluster bench, LightLoad load) {
    LocalNode primary = bench.view().awaitPrimary(BenchCluster.PROMOTION);
    Duration wait = waitAfter(load, primary, LocalNode::freeze);
    bench.view().awaitPrimaryAfter(primary, BenchCluster.PROMOTION);
    primary.thaw();
    bench.view().awaitCaughtUp(primary, BenchCluster.CATCH_UP);
    return wait;
  }

  private static Duration waitAfter(LightLoad load, LocalNode primary, Consumer<LocalNode> fault) {
    fault.accept(primary);
    // After the fault, so that an answer which the old primary still sent does not count.
    long moment = System.nanoTime();
    Pause.until(
        "an acknowledged write",
        BenchCluster.PROMOTION,
        () -> load.firstAcknowledgedAfter(moment).isPresent());
    return Duration.ofNanos(load.firstAcknowledgedAfter(moment).orElseThrow());
  }

  private Duration handOver(BenchCluster bench, LightLoad load) {
    long moment = System.nanoTime();
    bench.client().cluster().handOver(Optional.empty(), Duration.ofSeconds(5));
    Pause.of(Duration.ofSeconds(1));
    return load.longestGapSince(moment);
  }
}
