package io.zonekeep.bench;

import io.zonekeep.bench.Load.Measured;
import io.zonekeep.bench.SessionStores.Entrant;
import io.zonekeep.bench.SessionStores.Way;
import io.zonekeep.bench.Subject.Request;
import io.zonekeep.cluster.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How fast and how dear requests are. The ways take turns, round by round, so that whatever else
 * the machine does meets them all alike.
 */
final class SessionRates {
  private static final int WARM_UP_TURNS = 3;
  private static final Duration IDLE = Duration.ofSeconds(3);
  private static final List<Request> REQUESTS =
      List.of(Request.unchanged, Request.changed, Request.saved);

  private final SessionStores stores;
  private final Duration warmUp;
  private final Duration roundLength;
  private final int rounds;
  private final Report report = new Report("sessions");

  SessionRates(SessionStores stores, Duration warmUp, Duration roundLength, int rounds) {
    this.stores = stores;
    this.warmUp = warmUp;
    this.roundLength = roundLength;
    this.rounds = rounds;
  }

  private record Round(Measured measured, Duration cpu) {
    double rate() {
      return measured.rate();
    }
  }

  Report measure(int sessions, List<Integer> inFlight) throws InterruptedException {
    System.out.println(
        "Requests to %,d sessions; CPU of a store's nodes and of this process".formatted(sessions));
    for (Entrant entrant : stores.entrants()) {
      Measured filled = entrant.subject().fill(sessions);
      if (filled.failed() > 0) {
        throw new IllegalStateException(
            "%d sessions could not be begun: %s"
                .formatted(filled.failed(), entrant.subject().name()));
      }
    }
    warmUp(inFlight);
    tellIdle();
    for (Request request : REQUESTS) {
      for (int lanes : inFlight) {
        compare(request, lanes);
      }
    }
    return report;
  }

  /** In turns, each of which ends when the compilers have nothing left to do. */
  private void warmUp(List<Integer> inFlight) throws InterruptedException {
    Duration share = warmUp.dividedBy((long) WARM_UP_TURNS * inFlight.size());
    for (int turn = 0; share.isPositive() && turn < WARM_UP_TURNS; turn++) {
      for (Entrant entrant : stores.entrants()) {
        for (Request request : REQUESTS) {
          for (int lanes : inFlight) {
            if (entrant.subject().knows(request)) {
              entrant.subject().measure(request, lanes, share);
            }
          }
        }
      }
      stores.zonekeep().settle();
    }
  }

  /** While one store is measured, the other takes this much of the machine. */
  private void tellIdle() {
    Duration zonekeep = stores.zonekeep().nodesCpu();
    Duration redis = stores.redis().map(Store::nodesCpu).orElse(Duration.ZERO);
    Pause.of(IDLE);
    System.out.printf(
        "Idle, Zonekeep's nodes take %.1f %% of one processor, Redis' %.1f %%%n",
        percent(stores.zonekeep().nodesCpu().minus(zonekeep)),
        percent(stores.redis().map(Store::nodesCpu).orElse(Duration.ZERO).minus(redis)));
  }

  private static double percent(Duration cpu) {
    return 100.0 * cpu.toNanos() / IDLE.toNanos();
  }

  private void compare(Request request, int lanes) throws InterruptedException {
    Map<Way, List<Round>> all = new EnumMap<>(Way.class);
    for (int round = 0; round < rounds; round++) {
      for (Entrant entrant : stores.entrants()) {
        if (entrant.subject().knows(request)) {
          all.computeIfAbsent(entrant.way(), way -> new ArrayList<>())
              .add(round(entrant, request, lanes));
        }
      }
    }
    Map<Way, Round> medians = new EnumMap<>(Way.class);
    all.forEach((way, each) -> medians.put(way, median(each)));
    for (Entrant entrant : stores.entrants()) {
      Round median = medians.get(entrant.way());
      if (median != null) {
        Map<String, Object> row = row(entrant.subject().name(), request, lanes, median);
        row.put("x Redis", ratio(median, medians.get(Way.redis)));
        row.put("x WAIT 1", ratio(median, medians.get(Way.wait)));
        report.add(row);
      }
    }
  }

  private Round round(Entrant entrant, Request request, int lanes) throws InterruptedException {
    Duration before = entrant.store().cpu();
    Measured measured = entrant.subject().measure(request, lanes, roundLength);
    return new Round(measured, entrant.store().cpu().minus(before));
  }

  private static Round median(List<Round> rounds) {
    rounds.sort(Comparator.comparingDouble(Round::rate));
    return rounds.get(rounds.size() / 2);
  }

  private static Map<String, Object> row(String name, Request request, int lanes, Round round) {
    Measured measured = round.measured;
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("store", name);
    row.put("request", request.toString());
    row.put("in flight", lanes);
    row.put("requests/s", Math.round(measured.rate()));
    row.put("p50 ms", Report.rounded(measured.micros().getValueAtPercentile(50) / 1e3));
    row.put("p99 ms", Report.rounded(measured.micros().getValueAtPercentile(99) / 1e3));
    row.put(
        "CPU s per 1000",
        Report.rounded(round.cpu.toNanos() / 1e9 / Math.max(1, measured.calls()) * 1000));
    row.put("failed", measured.failed());
    return row;
  }

  private static Object ratio(Round round, @Nullable Round peer) {
    return peer == null ? "-" : Report.rounded(round.rate() / peer.rate());
  }
}
