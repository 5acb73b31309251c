package io.zonekeep.server.replication.peers;

import static org.awaitility.Awaitility.await;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.zonekeep.server.replication.FolderUse;
import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.state.AppliedPosition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A node of cluster "sessions" as its peers see it: a real gRPC server with a scripted position.
 */
final class PeerNode implements AutoCloseable {
  static final Set<String> MEMBERS = Set.of("a", "b", "c");

  volatile PeerPosition position;
  volatile boolean remembersVotes = true;
  volatile Optional<Path> snapshot = Optional.empty();
  volatile CompletableFuture<AppliedPosition> rejoin =
      CompletableFuture.completedFuture(new AppliedPosition(7, 70));
  final AtomicInteger snapshotsHeld = new AtomicInteger();
  final PeerServer peerServer;
  final Server server;
  final int port;

  PeerNode(String cluster, String nodeId) throws IOException {
    this(cluster, nodeId, 0);
  }

  PeerNode(String cluster, String nodeId, int atPort) throws IOException {
    position = standby(cluster, nodeId, 1, 10, Optional.of("a"));
    peerServer =
        new PeerServer(
            cluster,
            nodeId,
            MEMBERS,
            () -> position,
            new ScriptedTerm(),
            this::newestSnapshot,
            node -> rejoin);
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), atPort))
            .permitKeepAliveTime(500, TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addService(peerServer)
            .build()
            .start();
    port = server.getPort();
    peerServer.start();
  }

  static PeerPosition standby(
      String cluster, String nodeId, long logTerm, long logIndex, Optional<String> primary) {
    return new PeerPosition(
        cluster,
        nodeId,
        FolderUse.IN_USE,
        logTerm,
        NodeRole.STANDBY,
        true,
        logTerm,
        logIndex,
        logIndex,
        primary);
  }

  Peer peer() {
    return new Peer(position.nodeId(), "127.0.0.1", port, port);
  }

  /** Goes like a killed process: connections break in the midst. */
  void kill() {
    server.shutdownNow();
    peerServer.close();
    await().until(server::isTerminated);
  }

  @Override
  public void close() {
    kill();
  }

  private Optional<SnapshotFolders.HeldSnapshot> newestSnapshot(long indexMin) {
    long index = 100;
    if (indexMin > index) {
      return Optional.empty();
    }
    return snapshot.map(folder -> {
      snapshotsHeld.incrementAndGet();
      return new Held(folder, index);
    });
  }

  /** The term of the position, and the votes as scripted. */
  private final class ScriptedTerm implements TermSource {
    @Override
    public long term() {
      return position.term();
    }

    @Override
    public boolean remembersVotes() {
      return remembersVotes;
    }
  }

  private final class Held implements SnapshotFolders.HeldSnapshot {
    private final Path folder;
    private final long index;

    Held(Path folder, long index) {
      this.folder = folder;
      this.index = index;
    }

    @Override
    public long term() {
      return 3;
    }

    @Override
    public long index() {
      return index;
    }

    @Override
    public Path folder() {
      return folder;
    }

    @Override
    public void close() {
      snapshotsHeld.decrementAndGet();
    }
  }
}
