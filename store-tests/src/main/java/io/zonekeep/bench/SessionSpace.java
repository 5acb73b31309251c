package io.zonekeep.bench;

import io.zonekeep.bench.Load.Measured;
import io.zonekeep.bench.SessionStores.Entrant;
import io.zonekeep.bench.Store.Node;
import io.zonekeep.cluster.Pause;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Memory and disk of a session, as the growth of each node, log included. The nodes have answered
 * reads before, so that their JVMs' heaps are not counted as sessions.
 */
final class SessionSpace {
  private static final Duration SETTLE = Duration.ofSeconds(3);
  private static final double MIB = 1024 * 1024;

  private final SessionStores stores;
  private final int sessions;
  private final Report report = new Report("space of a session");

  SessionSpace(SessionStores stores, int sessions) {
    this.stores = stores;
    this.sessions = sessions;
  }

  /**
   * What a store takes, mean of its nodes.
   *
   * @param told what Redis itself says of its memory; 0 for others
   */
  private record Taken(double memory, double told, double disk) {}

  Report measure(Duration warmUp) throws InterruptedException {
    System.out.println(
        "Memory and disk of a node, and bytes a session over %,d of them".formatted(sessions));
    stores.zonekeep().warmUpReads(warmUp);
    for (Entrant entrant : stores.entrants()) {
      rewriteLog(entrant);
      Taken before = taken(entrant);
      Measured filled = entrant.subject().fill(sessions);
      Pause.of(SETTLE);
      Taken after = taken(entrant);
      rewriteLog(entrant);
      report.add(row(entrant, filled, before, after, taken(entrant)));
    }
    return report;
  }

  private Map<String, Object> row(
      Entrant entrant, Measured filled, Taken before, Taken after, Taken rewritten) {
    boolean ofRedis = entrant.way().isOfRedis();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("store", entrant.subject().name());
    row.put("failed", filled.failed());
    row.put("before MiB", Math.round(before.memory / MIB));
    row.put("after MiB", Math.round(after.memory / MIB));
    row.put("memory a session", aSession(after.memory - before.memory));
    row.put("used_memory a session", ofRedis ? aSession(after.told - before.told) : "-");
    row.put("disk a session", aSession(after.disk - before.disk));
    row.put("log rewritten", ofRedis ? aSession(rewritten.disk - before.disk) : "-");
    return row;
  }

  private long aSession(double bytes) {
    return Math.round(bytes / sessions);
  }

  private Taken taken(Entrant entrant) {
    return new Taken(
        mean(entrant.store(), node -> Sizes.memoryBytes(node.process())),
        redis(entrant).map(SessionSpace::usedMemory).orElse(0.0),
        mean(entrant.store(), node -> Sizes.diskBytes(node.data())));
  }

  private void rewriteLog(Entrant entrant) {
    redis(entrant).ifPresent(redis -> redis.servers().forEach(RedisServer::rewriteLog));
  }

  private Optional<RedisPair> redis(Entrant entrant) {
    return stores.redis().filter(redis -> entrant.way().isOfRedis());
  }

  private static double usedMemory(RedisPair redis) {
    return redis.servers().stream()
        .mapToLong(server -> Long.parseLong(server.info("memory").getOrDefault("used_memory", "0")))
        .average()
        .orElse(0);
  }

  private static double mean(Store store, ToLongFunction<Node> size) {
    return store.nodes().stream().mapToLong(size).average().orElse(0);
  }
}
