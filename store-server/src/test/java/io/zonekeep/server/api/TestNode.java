package io.zonekeep.server.api;

import com.typesafe.config.ConfigFactory;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonekeep.server.config.Settings;
import io.zonekeep.server.config.SettingsLoader;
import io.zonekeep.server.health.NodeHealth;
import io.zonekeep.server.replication.NodeRole;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The real gRPC server of node a of three, on a port of its own, over a {@link FakeReplication}.
 */
final class TestNode implements AutoCloseable {
  final FakeReplication replication = new FakeReplication();
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final Settings settings;
  final NodeHealth health;
  final ApiServer server;
  final ManagedChannel channel;

  private TestNode(String furtherSettings) throws IOException {
    Path folder = Files.createTempDirectory("zonekeep-api");
    this.settings = settings(folder, furtherSettings);
    this.health = new NodeHealth(settings, replication, System::nanoTime);
    this.server =
        new ApiServer(
            settings,
            replication,
            health,
            () -> Map.of("b", new PeerView(NodeRole.STANDBY, true)),
            metrics,
            List.of(),
            "test",
            System::nanoTime);
    health.start();
    server.start();
    server.changed();
    this.channel =
        NettyChannelBuilder.forAddress("127.0.0.1", settings.self().clientPort())
            .usePlaintext()
            .maxInboundMessageSize(64 << 20)
            .build();
  }

  static TestNode start() {
    return startWith("");
  }

  static TestNode startWith(String furtherSettings) {
    try {
      return new TestNode(furtherSettings);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.close();
    health.close();
  }

  private static Settings settings(Path folder, String further) throws IOException {
    String text =
        """
        node { id: a, data_folder: "%s" }
        cluster.nodes: [
          { id: a, zone: za, host: 127.0.0.1, client_port: %d, raft_port: 2, admin_port: 3 }
          { id: b, zone: zb, host: 127.0.0.2, client_port: 7102, raft_port: 2, admin_port: 3 }
          { id: c, zone: zc, host: 127.0.0.3, client_port: 7103, raft_port: 2, admin_port: 3 }
        ]
        %s
        """
            .formatted(folder, freePort(), further);
    return SettingsLoader.of(ConfigFactory.parseString(text));
  }
}
