package io.zonekeep.bench;

import io.zonekeep.cluster.ChildProcess;
import io.zonekeep.cluster.JavaCommand;
import io.zonekeep.cluster.Pause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether a machine that is merely busy makes standbys take over. */
@Command(
    name = "busy",
    mixinStandardHelpOptions = true,
    description =
        "Loads all cores with another process and counts elections; there should be none.")
final class BusyCommand implements Callable<Integer> {
  private static final Duration START = Duration.ofSeconds(30);

  @Option(names = "--seconds", defaultValue = "600", description = "Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(names = "--json", description = "Also writes the figures to a file.")
  private @Nullable Path json;

  @Override
  public Integer call() throws Exception {
    Report report = new Report("busy");
    try (BenchCluster bench = BenchCluster.start();
        LightLoad load = new LightLoad(bench.client().keyValue(BenchCluster.NAMESPACE))) {
      bench.warmUp(BenchCluster.WARM_UP);
      load.start();
      Pause.of(Duration.ofSeconds(5));
      ChildProcess burner =
          ChildProcess.start(
              "burner",
              JavaCommand.of(Burner.class, List.of("-Xmx16m"), List.of()),
              bench.cluster().options().folder().resolve("burner.log"));
      burner.awaitReady(START);
      long termBefore = bench.view().term();
      int writesBefore = load.acknowledged();
      long begun = System.nanoTime();
      Pause.of(Duration.ofSeconds(seconds));
      long elections = bench.view().term() - termBefore;
      Duration longestGap = load.longestGapSince(begun);
      int writes = load.acknowledged() - writesBefore;
      burner.kill();
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("seconds", seconds);
      row.put("elections", elections);
      row.put("writes", writes);
      row.put("failed calls", load.failures().size());
      row.put("longest gap ms", longestGap.toMillis());
      report.add(row);
      report.write(json);
      return elections == 0 ? 0 : 1;
    }
  }
}
