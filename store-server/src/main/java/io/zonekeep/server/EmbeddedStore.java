package io.zonekeep.server;

import com.typesafe.config.ConfigFactory;
import io.zonekeep.server.config.Settings;
import io.zonekeep.server.config.SettingsLoader;
import io.zonekeep.server.replication.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * A whole store inside this JVM, for an application's own tests: a single node on loopback, on a
 * temporary folder, that is gone after {@link #close}. Not for production: it has no second zone.
 */
public final class EmbeddedStore implements AutoCloseable {
  private static final Duration SERVING_MAX = Duration.ofSeconds(30);
  private static final int PORTS = 3;

  private final Node node;
  private final Path folder;
  private final int clientPort;
  private final int adminPort;

  private EmbeddedStore(Node node, Path folder, int clientPort, int adminPort) {
    this.node = node;
    this.folder = folder;
    this.clientPort = clientPort;
    this.adminPort = adminPort;
  }

  /** Starts a store; it serves when this returns, after a second or two. */
  public static EmbeddedStore start() {
    return start(Map.of());
  }

  /**
   * Starts a store with settings of its own, such as {@code expiry.sweep_interval} = "50ms".
   *
   * @throws io.zonekeep.server.config.SettingsException if a key or value is wrong
   */
  public static EmbeddedStore start(Map<String, Object> settings) {
    try {
      Path folder = Files.createTempDirectory("zonekeep-embedded-");
      boolean serves = false;
      try {
        EmbeddedStore store = start(folder, settings);
        serves = true;
        return store;
      } finally {
        if (!serves) {
          Durable.deleteTree(folder);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the store was starting", e);
    }
  }

  private static EmbeddedStore start(Path folder, Map<String, Object> settings)
      throws IOException, InterruptedException {
    List<Integer> ports = freePorts();
    Node node =
        new Node(
            settings(folder, ports, settings),
            StoreServer.release(),
            (what, cause) ->
                LoggerFactory.getLogger(EmbeddedStore.class).error("failed: {}", what, cause));
    boolean serves = false;
    try {
      node.start();
      node.awaitServing(SERVING_MAX);
      serves = true;
      return new EmbeddedStore(node, folder, ports.get(0), ports.get(2));
    } finally {
      if (!serves) {
        node.close();
      }
    }
  }

  /** What a client connects to: {@code zonekeep:///127.0.0.1:PORT}. */
  public String target() {
    return "zonekeep:///127.0.0.1:" + clientPort;
  }

  /** Where its pages are: {@code http://127.0.0.1:PORT}, with {@code /metrics}. */
  public String adminAddress() {
    return "http://127.0.0.1:" + adminPort;
  }

  @Override
  public void close() {
    node.close();
    try {
      Durable.deleteTree(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Settings settings(Path folder, List<Integer> ports, Map<String, Object> own) {
    Map<String, Object> self =
        Map.of(
            "id",
            "embedded",
            "zone",
            "embedded",
            "host",
            "127.0.0.1",
            "client_port",
            ports.get(0),
            "raft_port",
            ports.get(1),
            "admin_port",
            ports.get(2));
    Map<String, Object> fixed =
        Map.of(
            "cluster.name",
            "embedded",
            "cluster.nodes",
            List.of(self),
            "node.id",
            "embedded",
            "node.data_folder",
            folder.toString());
    return SettingsLoader.of(
        ConfigFactory.parseMap(fixed)
            .withFallback(ConfigFactory.parseMap(own))
            .withFallback(
                ConfigFactory.parseMap(
                    Map.of("storage.cache", "16MiB", "storage.memtable", "16MiB"))));
  }

  /** Ports that were free just now; all held at once, so that they differ. */
  private static List<Integer> freePorts() throws IOException {
    ServerSocket[] held = new ServerSocket[PORTS];
    try {
      for (int i = 0; i < PORTS; i++) {
        held[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      }
      return java.util.Arrays.stream(held).map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : held) {
        if (socket != null) {
          socket.close();
        }
      }
    }
  }
}
