package io.zonekeep.bench;

import io.zonekeep.cluster.FreePorts;
import io.zonekeep.cluster.Pause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A primary and a replica of Redis, each with a log that is synced once a second. */
record RedisPair(RedisServer primary, RedisServer replica) implements AutoCloseable, Store {
  private static final Duration LINK = Duration.ofSeconds(20);

  /** What a replica and we ask by ourselves; no request does. */
  private static final Set<String> OWN_COMMANDS =
      Set.of("bgrewriteaof", "info", "ping", "psync", "replconf");

  static RedisPair start(Path folder) {
    List<Integer> ports = FreePorts.take(2);
    RedisServer primary = RedisServer.start("redis-primary", folder, ports.getFirst());
    try {
      RedisServer replica =
          RedisServer.start(
              "redis-replica",
              folder,
              ports.getLast(),
              "--replicaof",
              RedisServer.HOST,
              "" + primary.port());
      RedisPair pair = new RedisPair(primary, replica);
      Pause.until("the replica follows", LINK, pair::linked);
      return pair;
    } catch (RuntimeException e) {
      primary.close();
      throw e;
    }
  }

  List<RedisServer> servers() {
    return List.of(primary, replica);
  }

  String version() {
    return primary.info("server").getOrDefault("redis_version", "unknown");
  }

  @Override
  public List<Node> nodes() {
    return servers().stream().map(server -> new Node(server.process(), server.data())).toList();
  }

  /** Commands. */
  @Override
  public Map<String, Long> calls() {
    Map<String, Long> commands = new TreeMap<>();
    primary
        .info("commandstats")
        .forEach((name, counts) -> {
          String command = name.substring("cmdstat_".length());
          if (!OWN_COMMANDS.contains(command)) {
            commands.put(command, Long.parseLong(counts.replaceAll("calls=(\\d+),.*", "$1")));
          }
        });
    return commands;
  }

  /** Spring's repositories send each command by itself and wait for its answer. */
  @Override
  public long messages() {
    return calls().values().stream().mapToLong(Long::longValue).sum();
  }

  private boolean linked() {
    return replica.info("replication").getOrDefault("master_link_status", "").equals("up");
  }

  @Override
  public void close() {
    replica.close();
    primary.close();
  }
}
