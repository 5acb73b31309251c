package io.zonekeep.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonekeep.bench.Load.Measured;
import io.zonekeep.client.KeyValue;
import io.zonekeep.client.PutOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Puts and gets: rate, latency and processor time. */
@Command(
    name = "calls",
    mixinStandardHelpOptions = true,
    description = "Puts and gets by value size and calls in flight.")
final class CallsCommand implements Callable<Integer> {
  private static final int KEYS = 10_000;
  private static final int FILL_IN_FLIGHT = 256;

  private enum Kind {
    put,
    get
  }

  private record Round(Measured measured, Duration cpu) {
    double rate() {
      return measured.rate();
    }
  }

  @Option(
      names = "--calls",
      split = ",",
      defaultValue = "put,get",
      description = "Default: put,get")
  private List<Kind> kinds = List.of();

  @Option(
      names = "--sizes",
      split = ",",
      defaultValue = "256,1024",
      description = "Bytes of a value.")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--in-flight",
      split = ",",
      defaultValue = "1,64,512",
      description = "Calls in flight.")
  private List<Integer> inFlight = List.of();

  @Option(
      names = "--first-warm-up",
      defaultValue = "15",
      description = "Seconds of puts and gets at 512 in flight before the first row.")
  private int firstWarmUpSeconds;

  @Option(names = "--warm-up", defaultValue = "10", description = "Seconds before the first round.")
  private int warmUpSeconds;

  @Option(names = "--seconds", defaultValue = "5", description = "Seconds of a round.")
  private int seconds;

  @Option(names = "--rounds", defaultValue = "3", description = "Rounds; the median one counts.")
  private int rounds;

  @Option(names = "--json", description = "Also writes the figures to a file.")
  private @Nullable Path json;

  @Override
  public Integer call() throws Exception {
    Report report = new Report("calls");
    try (BenchCluster bench = BenchCluster.start()) {
      bench.warmUp(Duration.ofSeconds(firstWarmUpSeconds));
      KeyValue keys = bench.client().keyValue(BenchCluster.NAMESPACE);
      for (int size : sizes) {
        byte[] value = new byte[size];
        new Random(size).nextBytes(value);
        Load.calls(put(keys, value), FILL_IN_FLIGHT, KEYS);
        for (Kind kind : kinds) {
          LongFunction<CompletableFuture<?>> call =
              switch (kind) {
                case put -> put(keys, value);
                case get -> number -> keys.getAsync(key(number));
              };
          for (int lanes : inFlight) {
            report.add(row(kind, size, lanes, median(bench, call, lanes)));
          }
        }
      }
    }
    report.write(json);
    return 0;
  }

  private Round median(BenchCluster bench, LongFunction<CompletableFuture<?>> call, int lanes)
      throws InterruptedException {
    Load.forDuration(call, lanes, Duration.ofSeconds(warmUpSeconds));
    List<Round> all = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      Duration before = bench.cpu();
      Measured measured = Load.forDuration(call, lanes, Duration.ofSeconds(seconds));
      all.add(new Round(measured, bench.cpu().minus(before)));
    }
    all.sort(Comparator.comparingDouble(Round::rate));
    return all.get(all.size() / 2);
  }

  private static Map<String, Object> row(Kind kind, int size, int lanes, Round round) {
    Measured measured = round.measured;
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("call", kind);
    row.put("bytes", size);
    row.put("in flight", lanes);
    row.put("calls/s", Math.round(measured.rate()));
    row.put("p50 ms", Report.rounded(measured.micros().getValueAtPercentile(50) / 1e3));
    row.put("p99 ms", Report.rounded(measured.micros().getValueAtPercentile(99) / 1e3));
    row.put(
        "CPU s per 1000",
        Report.rounded(round.cpu.toNanos() / 1e9 / Math.max(1, measured.calls()) * 1000));
    row.put("failed", measured.failed());
    return row;
  }

  private static LongFunction<CompletableFuture<?>> put(KeyValue keys, byte[] value) {
    return number -> keys.putAsync(key(number), value, PutOptions.ALWAYS);
  }

  private static byte[] key(long number) {
    return ("key-" + number % KEYS).getBytes(UTF_8);
  }
}
