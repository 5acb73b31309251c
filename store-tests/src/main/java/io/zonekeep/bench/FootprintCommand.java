package io.zonekeep.bench;

import io.zonekeep.bench.Load.Measured;
import io.zonekeep.client.NewSession;
import io.zonekeep.client.Sessions;
import io.zonekeep.cluster.LocalNode;
import io.zonekeep.cluster.Pause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a node takes: time to start, memory when idle, memory and disk per session. */
@Command(
    name = "footprint",
    mixinStandardHelpOptions = true,
    description = "A node's start-up time, idle memory, and memory and disk per 1 KiB session.")
final class FootprintCommand implements Callable<Integer> {
  private static final int STARTS = 5;
  private static final int IN_FLIGHT = 256;
  private static final int ATTRIBUTES = 4;
  private static final int ATTRIBUTE_BYTES = 256;
  private static final Duration SETTLE = Duration.ofSeconds(10);
  private static final double MIB = 1024 * 1024;

  @Option(names = "--sessions", defaultValue = "200000", description = "Default: ${DEFAULT-VALUE}.")
  private int sessionCount;

  @Option(names = "--json", description = "Also writes the figures to a file.")
  private @Nullable Path json;

  @Override
  public Integer call() throws Exception {
    Report report = new Report("footprint");
    try (BenchCluster bench = BenchCluster.start()) {
      report.add(row("start of a node, median", medianStart(bench).toMillis(), "ms"));
      Pause.of(SETTLE);
      List<LocalNode> nodes = bench.cluster().nodes();
      double idleMemory = mean(nodes, FootprintCommand::memoryBytes);
      double idleDisk = mean(nodes, FootprintCommand::diskBytes);
      report.add(row("memory of an idle node", Math.round(idleMemory / MIB), "MiB"));
      Measured filled = fill(bench.client().sessions(BenchCluster.NAMESPACE));
      report.add(row("sessions created", filled.calls() - filled.failed(), ""));
      report.add(row("created per second", Math.round(filled.rate()), "/s"));
      Pause.of(SETTLE);
      double memory = mean(nodes, FootprintCommand::memoryBytes);
      double disk = mean(nodes, FootprintCommand::diskBytes);
      report.add(row("memory of a node with them", Math.round(memory / MIB), "MiB"));
      report.add(
          row("memory a session", Math.round((memory - idleMemory) / sessionCount), "bytes"));
      report.add(row("disk of a node with them", Math.round(disk / MIB), "MiB"));
      report.add(row("disk a session", Math.round((disk - idleDisk) / sessionCount), "bytes"));
    }
    report.write(json);
    return 0;
  }

  private static Map<String, Object> row(String what, long value, String unit) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("what", what);
    row.put("value", value);
    row.put("unit", unit);
    return row;
  }

  private static Duration medianStart(BenchCluster bench) {
    List<Duration> starts = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      LocalNode primary = bench.view().awaitPrimary(BenchCluster.PROMOTION);
      LocalNode standby =
          bench.cluster().nodes().stream()
              .filter(node -> node != primary)
              .findFirst()
              .orElseThrow();
      standby.stop();
      starts.add(bench.cluster().start(standby));
      bench.view().awaitCaughtUp(standby, BenchCluster.CATCH_UP);
    }
    Collections.sort(starts);
    return starts.get(STARTS / 2);
  }

  private Measured fill(Sessions sessions) throws InterruptedException {
    return Load.calls(number -> sessions.createAsync(session(number)), IN_FLIGHT, sessionCount);
  }

  /** Random bytes, which no compression makes smaller. */
  private static NewSession session(long number) {
    Random random = new Random(number);
    Map<String, byte[]> attributes = new HashMap<>();
    for (int i = 0; i < ATTRIBUTES; i++) {
      byte[] value = new byte[ATTRIBUTE_BYTES];
      random.nextBytes(value);
      attributes.put("attribute-" + i, value);
    }
    return new NewSession(
        "session-%016x".formatted(random.nextLong()),
        Optional.of(Duration.ofHours(1)),
        Optional.of("user-" + number),
        attributes);
  }

  private static double mean(List<LocalNode> nodes, ToLongFunction<LocalNode> size) {
    return nodes.stream().mapToLong(size).average().orElse(0);
  }

  private static long memoryBytes(LocalNode node) {
    return Sizes.memoryBytes(node.process());
  }

  private static long diskBytes(LocalNode node) {
    return Sizes.diskBytes(node.dataFolder());
  }
}
