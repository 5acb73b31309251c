package io.zonekeep.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.zonekeep.cluster.ChildProcess;
import io.zonekeep.cluster.Pause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One redis-server on this machine's loopback, its data in a folder of its own. */
final class RedisServer implements AutoCloseable {
  static final String HOST = "127.0.0.1";

  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration REWRITE = Duration.ofSeconds(60);

  private final int port;
  private final Path data;
  private final ChildProcess process;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  private RedisServer(
      int port,
      Path data,
      ChildProcess process,
      RedisClient client,
      StatefulRedisConnection<String, String> connection) {
    this.port = port;
    this.data = data;
    this.process = process;
    this.client = client;
    this.connection = connection;
  }

  /** Starts one and waits until it answers. Appends to its log on disk once a second. */
  static RedisServer start(String name, Path folder, int port, String... options) {
    Path data = folder.resolve(name);
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + data, e);
    }
    List<String> command = new ArrayList<>(List.of("redis-server", "--port", "" + port));
    command.addAll(List.of("--bind", HOST, "--dir", data.toString(), "--daemonize", "no"));
    command.addAll(List.of("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""));
    command.addAll(List.of(options));
    ChildProcess process = ChildProcess.start(name, command, folder.resolve(name + ".log"));
    RedisClient client = RedisClient.create(RedisURI.create(HOST, port));
    try {
      return new RedisServer(port, data, process, client, connect(name, process, client));
    } catch (RuntimeException e) {
      client.shutdown();
      process.kill();
      throw e;
    }
  }

  private static StatefulRedisConnection<String, String> connect(
      String name, ChildProcess process, RedisClient client) {
    List<StatefulRedisConnection<String, String>> made = new ArrayList<>();
    Pause.until(
        name + " answers",
        START,
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException(name + " ended: " + process.output());
          }
          return tryConnect(client, made);
        });
    return made.getFirst();
  }

  private static boolean tryConnect(
      RedisClient client, List<StatefulRedisConnection<String, String>> made) {
    try {
      made.add(client.connect());
      return true;
    } catch (RedisException notYet) {
      return false;
    }
  }

  int port() {
    return port;
  }

  Path data() {
    return data;
  }

  ChildProcess process() {
    return process;
  }

  /** One section of what it says of itself. */
  Map<String, String> info(String section) {
    return connection
        .sync()
        .info(section)
        .lines()
        .filter(line -> line.contains(":"))
        .map(line -> line.strip().split(":", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  /** Leaves in its log what is needed to make the present data again. */
  void rewriteLog() {
    var _ = connection.sync().bgrewriteaof();
    Pause.until(
        "the log on port " + port + " is rewritten",
        REWRITE,
        () -> {
          Map<String, String> persistence = info("persistence");
          return persistence.getOrDefault("aof_rewrite_in_progress", "").equals("0")
              && persistence.getOrDefault("aof_rewrite_scheduled", "").equals("0");
        });
  }

  @Override
  public void close() {
    client.shutdown();
    if (process.isAlive()) {
      process.kill();
    }
  }
}
