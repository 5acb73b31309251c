package io.zonekeep.server.replication.ratis;

import io.zonekeep.server.replication.AppliedState;
import io.zonekeep.server.replication.Durable;
import io.zonekeep.server.replication.EngineSettings;
import io.zonekeep.server.replication.PipelineSettings;
import io.zonekeep.server.replication.RebuildWatch;
import io.zonekeep.server.replication.ReplicatedStore;
import io.zonekeep.server.replication.ReplicationSettings;
import io.zonekeep.server.replication.SnapshotSettings;
import io.zonekeep.server.replication.Snapshots;
import io.zonekeep.server.replication.VoteGate;
import io.zonekeep.server.state.AppliedPosition;
import io.zonekeep.server.state.DedupeWindow;
import io.zonekeep.server.state.DurableStore;
import io.zonekeep.server.state.FeedWindow;
import io.zonekeep.server.state.StateMachine;
import io.zonekeep.server.storage.RocksSettings;
import io.zonekeep.server.storage.RocksStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** One node on a folder of its own: the engine, the state in RocksDB, and what is between. */
final class Node {
  static final ReplicationSettings SETTINGS =
      new ReplicationSettings(
          new PipelineSettings(65_536, 64 << 20, 4096, 1 << 20, 3),
          new DedupeWindow(600_000, 10_000, 1_000_000),
          new FeedWindow(true, 600_000, 1 << 20, 1 << 20, 16 << 10),
          Duration.ofSeconds(1),
          Duration.ofMillis(100),
          1000,
          Duration.ofSeconds(1),
          new SnapshotSettings(Long.MAX_VALUE, Long.MAX_VALUE, Duration.ZERO));

  private static final RocksSettings ROCKS = new RocksSettings(8 << 20, 8 << 20);

  private final Cluster cluster;
  private final Path folder;
  final String id;
  final VoteGate votes;
  final DurableStore rows;
  final RecordingState state;
  final Snapshots snapshots;
  final RatisEngine engine;
  final ReplicatedStore store;
  private final RebuildWatch rebuild;
  final List<String> fatalErrors = new CopyOnWriteArrayList<>();

  /** Answers nobody and hears nobody beside the log, for tests of a primary that is cut off. */
  volatile boolean cutOff;

  Node(Cluster cluster, String id, Path folder, VoteGate votes) {
    this.cluster = cluster;
    this.id = id;
    this.folder = folder;
    this.votes = votes;
    try {
      Files.createDirectories(folder.resolve("raft"));
      this.snapshots = Snapshots.open(folder.resolve("snapshots"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.rows = RocksStore.open(folder.resolve("state"), ROCKS, failure -> {});
    this.state = new RecordingState(new AppliedState(rows, Node::positionOf));
    this.engine =
        new RatisEngine(
            settings(),
            state,
            (indexMin, into, progress) -> cluster.copySnapshot(id, indexMin, into),
            votes,
            (what, cause) -> fatalErrors.add(what + ": " + cause));
    this.store =
        new ReplicatedStore(
            SETTINGS,
            engine,
            state.state(),
            snapshots,
            term -> cluster.confirm(id, term),
            System::nanoTime,
            System::currentTimeMillis,
            (what, cause) -> fatalErrors.add(what + ": " + cause));
    this.rebuild =
        new RebuildWatch(
            votes,
            engine,
            cluster::catchUpPosition,
            () -> {},
            (what, cause) -> fatalErrors.add(what + ": " + cause),
            Duration.ofMillis(20),
            Duration.ofSeconds(2));
  }

  private EngineSettings settings() {
    return new EngineSettings(
        "test",
        id,
        cluster.members(),
        "127.0.0.1",
        folder.resolve("raft"),
        folder.resolve("snapshots"),
        Duration.ofMillis(300),
        Duration.ofMillis(600),
        cluster.segmentBytes(),
        64 << 10,
        Duration.ofSeconds(60));
  }

  static AppliedPosition positionOf(Path snapshot) {
    try (RocksStore opened = RocksStore.open(snapshot, ROCKS, failure -> {})) {
      return StateMachine.appliedIn(opened);
    }
  }

  Node start() {
    store.start();
    if (!votes.mayVote()) {
      rebuild.start();
    }
    return this;
  }

  void stop() {
    rebuild.close();
    store.close();
    rows.close();
  }

  /** As kill -9: what RocksDB had in memory only is gone. */
  void crash() {
    Path state = folder.resolve("state");
    Path asOfCrash = folder.resolve("as-of-crash");
    rebuild.close();
    try {
      store.close();
      copy(state, asOfCrash);
      rows.close();
      Durable.deleteTree(state);
      Durable.move(asOfCrash, state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void takeSnapshot() throws IOException {
    store.takeSnapshot();
  }

  Path logFolder() throws IOException {
    try (Stream<Path> groups = Files.list(folder.resolve("raft"))) {
      return groups.findFirst().orElseThrow().resolve("current");
    }
  }

  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
