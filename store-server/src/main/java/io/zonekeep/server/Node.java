package io.zonekeep.server;

import io.zonekeep.server.admin.AdminServer;
import io.zonekeep.server.api.ApiServer;
import io.zonekeep.server.api.PeerView;
import io.zonekeep.server.config.Member;
import io.zonekeep.server.config.Settings;
import io.zonekeep.server.health.NodeHealth;
import io.zonekeep.server.metrics.NodeMetrics;
import io.zonekeep.server.replication.FatalError;
import io.zonekeep.server.replication.HandOverRefusedException;
import io.zonekeep.server.replication.RebuildWatch;
import io.zonekeep.server.replication.ReplicatedStore;
import io.zonekeep.server.replication.VoteGate;
import io.zonekeep.server.replication.peers.CrashElection;
import io.zonekeep.server.replication.peers.GenesisLoop;
import io.zonekeep.server.replication.peers.Peer;
import io.zonekeep.server.replication.peers.PeerLinks;
import io.zonekeep.server.replication.peers.PeerServer;
import io.zonekeep.server.replication.peers.PeerSnapshots;
import io.zonekeep.server.replication.peers.PeerTermConfirmer;
import io.zonekeep.server.replication.peers.PositionSource;
import io.zonekeep.server.replication.peers.PrimaryOverLinks;
import io.zonekeep.server.replication.peers.StartDecision;
import io.zonekeep.server.replication.peers.TermSource;
import io.zonekeep.server.replication.ratis.RatisEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: the place where its parts are built and wired, started in order and stopped in reverse.
 * Used by one thread at a time.
 */
final class Node implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Node.class);
  private static final Duration ASK_DEADLINE = Duration.ofMillis(500);
  private static final Duration REBUILD_ASK_INTERVAL = Duration.ofMillis(100);
  private static final Duration REBUILD_ANSWER_MAX = Duration.ofSeconds(5);
  private static final Duration HAND_OVER_MAX = Duration.ofSeconds(5);

  private final Settings settings;
  private final NodeData data;
  private final VoteGate votes = VoteGate.closed();
  private final PeerLinks links;
  private final RatisEngine engine;
  private final ReplicatedStore store;
  private final RebuildWatch rebuild;
  private final Optional<CrashElection> crashes;
  private final NodeHealth health;
  private final NodeMetrics metrics;
  private final PeerServer peerServer;
  private final ApiServer api;
  private final AdminServer admin;

  /**
   * Opens the data folder and the ports for clients, peers and HTTP.
   *
   * @throws io.zonekeep.server.replication.FolderRefusedException if the folder cannot be used
   * @throws IOException if a port is taken
   */
  Node(Settings settings, String release, FatalError fatal) throws IOException {
    this.settings = settings;
    Member self = settings.self();
    String cluster = settings.cluster().name();
    Wiring.requireFree(settings.bindAddress(), self.raftPort());
    this.data = NodeData.open(settings, fatal);
    this.links = new PeerLinks(cluster, self.id(), peers(settings), System::nanoTime);
    PeerSnapshots snapshots = new PeerSnapshots(links);
    this.engine =
        new RatisEngine(
            Wiring.engine(settings, data.folder()),
            data.state(),
            (indexMin, into, progress) -> snapshots.fetch(indexMin, into, progress),
            votes,
            fatal);
    this.store =
        new ReplicatedStore(
            Wiring.replication(settings),
            engine,
            data.state(),
            data.snapshots(),
            new PeerTermConfirmer(links),
            System::nanoTime,
            System::currentTimeMillis,
            fatal);
    this.rebuild =
        new RebuildWatch(
            votes,
            engine,
            new PrimaryOverLinks(links, REBUILD_ANSWER_MAX),
            data.folder()::rebuilt,
            fatal,
            REBUILD_ASK_INTERVAL,
            REBUILD_ANSWER_MAX);
    this.health = new NodeHealth(settings, store, System::nanoTime);
    this.metrics = new NodeMetrics(self.id(), self.zone());
    metrics.watch(store::status);
    PositionSource positions =
        PeerRooms.positions(
            cluster,
            self.id(),
            data.use(),
            votes,
            data.folder()::rebuilding,
            store,
            health::healthy);
    this.crashes =
        settings.promotion().onCrash()
            ? Optional.of(
                CrashElection.watching(links, peers(settings), positions, engine::standForElection))
            : Optional.empty();
    this.peerServer =
        new PeerServer(
            cluster,
            self.id(),
            settings.cluster().nodes().stream().map(Member::id).collect(Collectors.toSet()),
            positions,
            new Terms(),
            PeerRooms.snapshots(data.snapshots()),
            caller -> store.catchUpPosition());
    this.api =
        new ApiServer(
            settings,
            store,
            health,
            this::peerViews,
            metrics.registry(),
            List.of(peerServer),
            release,
            System::nanoTime);
    try {
      this.admin =
          new AdminServer(
              settings.bindAddress(),
              self.adminPort(),
              settings.admin().threads(),
              new NodePages(self, store, health, metrics, settings.health().applyLagMax()));
    } catch (IOException e) {
      data.close();
      throw new IOException("port " + self.adminPort() + " (admin_port): " + e.getMessage(), e);
    }
  }

  /** Takes part in the cluster; returns once it does, which at the very first start needs all. */
  void start() throws IOException, InterruptedException {
    health.start();
    health.onLook(api::changed);
    store.onChange(peerServer::changed);
    try {
      api.start();
    } catch (IOException e) {
      throw new IOException(
          "port " + settings.self().clientPort() + " (client_port): " + e.getMessage(), e);
    }
    peerServer.start();
    links.start();
    decideVote();
    store.start();
    if (!votes.mayVote()) {
      rebuild.start();
    }
  }

  /** Waits until this node serves as primary. */
  void awaitServing(Duration max) throws InterruptedException {
    long deadline = System.nanoTime() + max.toNanos();
    while (!store.status().serving()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the node does not serve after " + max);
      }
      Thread.sleep(5);
    }
  }

  private void decideVote() throws IOException, InterruptedException {
    StartDecision decision =
        new GenesisLoop(
                data.use(),
                data.folder().rebuilding(),
                links.peers(),
                peer -> links.position(peer, ASK_DEADLINE),
                log::info,
                pause -> Thread.sleep(pause))
            .run();
    switch (decision) {
      case StartDecision.StartAsVoter() -> votes.open();
      case StartDecision.Rebuild(String reason) -> {
        log.info("rebuilding: {}", reason);
        data.folder().markRebuilding(reason);
      }
      case StartDecision.Wait(String reason) -> throw new IllegalStateException(reason);
    }
  }

  /** Hands over, lets calls under way end, and closes. */
  void stop() throws InterruptedException {
    handOver();
    api.drain(settings.api().drainTimeout());
    close();
  }

  private void handOver() throws InterruptedException {
    if (!store.status().serving() || links.peers().isEmpty()) {
      return;
    }
    try {
      String successor =
          store
              .handOver(Optional.empty(), HAND_OVER_MAX)
              .get(2 * HAND_OVER_MAX.toMillis(), TimeUnit.MILLISECONDS)
              .nodeId()
              .orElse("nobody yet");
      log.info("handed over to {}", successor);
    } catch (ExecutionException e) {
      String why =
          e.getCause() instanceof HandOverRefusedException refused
              ? String.valueOf(refused.getMessage())
              : String.valueOf(e.getCause());
      log.warn("stopping without a handover: {}", why);
    } catch (TimeoutException e) {
      log.warn("stopping without a handover: it took too long");
    }
  }

  /** What asks others ends before those it asks. */
  @Override
  public void close() {
    admin.close();
    health.close();
    crashes.ifPresent(CrashElection::close);
    rebuild.close();
    api.close();
    peerServer.close();
    store.close();
    links.close();
    metrics.close();
    data.close();
  }

  private static List<Peer> peers(Settings settings) {
    return settings.cluster().nodes().stream()
        .filter(member -> !member.id().equals(settings.node().id()))
        .map(member -> new Peer(member.id(), member.host(), member.clientPort(), member.raftPort()))
        .toList();
  }

  private Map<String, PeerView> peerViews() {
    Map<String, PeerView> views = new HashMap<>();
    for (String peer : links.peers()) {
      PeerRooms.view(links.up(peer), links.lastBeat(peer)).ifPresent(view -> views.put(peer, view));
    }
    return views;
  }

  /** What peers may ask of the term. */
  private final class Terms implements TermSource {
    @Override
    public long term() {
      return engine.term();
    }

    @Override
    public boolean remembersVotes() {
      return votes.mayVote();
    }
  }
}
