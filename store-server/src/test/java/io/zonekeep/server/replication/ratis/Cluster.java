package io.zonekeep.server.replication.ratis;

import static org.awaitility.Awaitility.await;

import io.zonekeep.server.replication.Durable;
import io.zonekeep.server.replication.EngineSettings.Member;
import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.Snapshots;
import io.zonekeep.server.replication.VoteGate;
import io.zonekeep.server.state.AppliedPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Nodes in this process, on loopback. Stands in for what nodes say to each other beside the log.
 */
final class Cluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final List<Member> members = new ArrayList<>();
  private final Map<String, Node> nodes = new ConcurrentHashMap<>();
  private final long segmentBytes;

  Cluster(Path folder, int size) {
    this(folder, size, 8 << 20);
  }

  Cluster(Path folder, int size, long segmentBytes) {
    this.folder = folder;
    this.segmentBytes = segmentBytes;
    for (int i = 0; i < size; i++) {
      members.add(new Member(String.valueOf((char) ('a' + i)), "127.0.0.1", freePort()));
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Member> members() {
    return members;
  }

  long segmentBytes() {
    return segmentBytes;
  }

  Cluster start() {
    members.forEach(member -> start(member.nodeId()));
    return this;
  }

  Node start(String id) {
    return start(id, VoteGate.opened());
  }

  Node start(String id, VoteGate votes) {
    Node node = new Node(this, id, folder.resolve(id), votes);
    nodes.put(id, node);
    return node.start();
  }

  void stop(String id) {
    remove(id).stop();
  }

  void crash(String id) {
    remove(id).crash();
  }

  void wipe(String id) {
    try {
      Durable.deleteTree(folder.resolve(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Node remove(String id) {
    @Nullable Node node = nodes.remove(id);
    return Optional.ofNullable(node).orElseThrow();
  }

  Node node(String id) {
    return Optional.ofNullable(nodes.get(id)).orElseThrow();
  }

  List<Node> nodes() {
    return List.copyOf(nodes.values());
  }

  /** Waits for a primary that serves. */
  Node primary() {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(this::serving, Optional::isPresent)
        .orElseThrow();
  }

  /** Of the newest term, as an old one may not know yet. */
  private Optional<Node> serving() {
    return nodes.values().stream()
        .filter(node -> node.store.status().serving())
        .max((a, b) -> Long.compare(a.engine.term(), b.engine.term()));
  }

  Node standby() {
    primary();
    return nodes.values().stream()
        .filter(node -> node.store.status().role() == NodeRole.STANDBY)
        .findFirst()
        .orElseThrow();
  }

  /** Waits until all nodes have applied the same. */
  void converge() {
    await()
        .atMost(PATIENCE)
        .until(() -> nodes.values().stream().map(n -> n.state.applied()).distinct().count() == 1);
  }

  CompletableFuture<Boolean> confirm(String asking, long term) {
    return CompletableFuture.supplyAsync(() -> {
      Node self = node(asking);
      long inTerm =
          nodes.values().stream()
              .filter(node -> node == self || !(node.cutOff || self.cutOff))
              .filter(node -> node.engine.term() == term && node.votes.mayVote())
              .count();
      return inTerm > members.size() / 2;
    });
  }

  CompletableFuture<AppliedPosition> catchUpPosition() {
    return serving()
        .map(node -> node.store.catchUpPosition())
        .orElseGet(() -> CompletableFuture.failedFuture(new IOException("no primary")));
  }

  void copySnapshot(String to, long indexMin, Path into) throws IOException {
    for (Node node : nodes.values()) {
      if (!node.id.equals(to)) {
        Optional<Snapshots.Held> snapshot = node.snapshots.newest(indexMin);
        if (snapshot.isPresent()) {
          try (Snapshots.Held held = snapshot.get()) {
            Node.copy(held.folder(), into);
            return;
          }
        }
      }
    }
    throw new IOException("no snapshot that reaches " + indexMin);
  }

  @Override
  public void close() {
    CompletableFuture.allOf(
            nodes.values().stream()
                .map(node -> CompletableFuture.runAsync(node::stop, Thread::startVirtualThread))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    nodes.clear();
  }
}
