package io.zonekeep.server.replication.peers;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.zonekeep.peer.v1.ConfirmTermResponse;
import io.zonekeep.peer.v1.FetchSnapshotRequest;
import io.zonekeep.peer.v1.PeerServiceGrpc;
import io.zonekeep.server.replication.SnapshotSource.ProgressListener;
import io.zonekeep.server.state.AppliedPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The warm channels to the other nodes. Used by many threads. Each link is kept up by itself: a
 * stream of beats, whose break tells of a crash, and over the same channel the questions.
 */
public final class PeerLinks implements AutoCloseable {
  /** A snapshot of which nothing has come for this long is given up. */
  static final Duration SNAPSHOT_STALL = Duration.ofSeconds(30);

  private final PeerService.Caller caller;
  private final LongSupplier nanoTime;
  private final Map<String, PeerLink> links = new TreeMap<>();
  private final List<Consumer<String>> brokenListeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("zonekeep-peer-links").factory());

  public PeerLinks(String cluster, String nodeId, List<Peer> peers, LongSupplier nanoTime) {
    this.caller = new PeerService.Caller(cluster, nodeId);
    this.nanoTime = nanoTime;
    for (Peer peer : peers) {
      links.put(peer.nodeId(), new PeerLink(peer, caller, scheduler, nanoTime, this::broken));
    }
  }

  /** Connects, now and again after each break. */
  public void start() {
    links.values().forEach(PeerLink::start);
  }

  /**
   * Calls {@code listener} with the peer's id each time a link that was up breaks. It must not
   * block.
   */
  public void onBroken(Consumer<String> listener) {
    brokenListeners.add(listener);
  }

  public List<String> peers() {
    return List.copyOf(links.keySet());
  }

  /** The newest beat of a peer, however old. */
  public Optional<PeerPosition> lastBeat(String peer) {
    return link(peer).lastBeat();
  }

  /** How long ago the peer was last heard; empty: never. */
  public Optional<Duration> silence(String peer) {
    return link(peer).lastSeenNanos().map(at -> Duration.ofNanos(nanoTime.getAsLong() - at));
  }

  /** Whether a link's stream of beats is up now. */
  public boolean up(String peer) {
    return link(peer).up();
  }

  /** Why the last attempt to reach a peer failed, for people; empty while the link is up. */
  public Optional<String> trouble(String peer) {
    return link(peer).trouble();
  }

  /** Asks where a peer stands now. Fails exceptionally at the latest after {@code deadline}. */
  public CompletableFuture<PeerPosition> position(String peer, Duration deadline) {
    return PeerService.position(link(peer).channel(), peer, caller, deadline);
  }

  /** Asks which term a peer is in, after this call. Has no deadline of its own. */
  CompletableFuture<ConfirmTermResponse> askTerm(String peer) {
    return link(peer).questions().ask();
  }

  /** Asks a peer, the primary, how far this node must come before it may vote again. */
  public CompletableFuture<AppliedPosition> rejoin(String peer, Duration deadline) {
    return PeerService.rejoin(link(peer).channel(), caller, deadline);
  }

  /**
   * Copies a peer's newest snapshot into {@code into}, which must not exist; whole and on disk when
   * it returns, absent when it throws. Blocks the calling thread.
   */
  public FetchedSnapshot fetchSnapshot(
      String peer, long indexMin, Path into, ProgressListener progress) throws IOException {
    AtomicLong heardNanos = new AtomicLong(nanoTime.getAsLong());
    ProgressListener watched =
        (source, received, total) -> {
          heardNanos.set(nanoTime.getAsLong());
          progress.received(source, received, total);
        };
    Context.CancellableContext context = Context.current().withCancellation();
    ScheduledFuture<?> watch =
        scheduler.scheduleAtFixedRate(
            () -> {
              if (nanoTime.getAsLong() - heardNanos.get() > SNAPSHOT_STALL.toNanos()) {
                context.cancel(new IOException("nothing came for " + SNAPSHOT_STALL));
              }
            },
            SNAPSHOT_STALL.toNanos() / 10,
            SNAPSHOT_STALL.toNanos() / 10,
            NANOSECONDS);
    try {
      return context.call(() -> receive(peer, indexMin, into, watched));
    } catch (IOException e) {
      throw e;
    } catch (StatusRuntimeException e) {
      throw new IOException("snapshot from " + peer + ": " + e.getStatus(), e);
    } catch (Exception e) {
      throw new IOException("snapshot from " + peer + ": " + e, e);
    } finally {
      watch.cancel(false);
      context.cancel(null);
    }
  }

  /** Ends all links, without calling the listeners. */
  @Override
  public void close() {
    links.values().forEach(PeerLink::close);
    scheduler.shutdownNow();
  }

  private FetchedSnapshot receive(String peer, long indexMin, Path into, ProgressListener progress)
      throws IOException {
    FetchSnapshotRequest request =
        FetchSnapshotRequest.newBuilder()
            .setNodeId(caller.nodeId())
            .setCluster(caller.cluster())
            .setIndexMin(indexMin)
            .build();
    return SnapshotReceiver.receive(
        PeerServiceGrpc.newBlockingStub(link(peer).channel()).fetchSnapshot(request),
        peer,
        indexMin,
        into,
        progress);
  }

  private void broken(String peer) {
    brokenListeners.forEach(listener -> listener.accept(peer));
  }

  private PeerLink link(String peer) {
    PeerLink link = links.get(peer);
    if (link == null) {
      throw new IllegalArgumentException("no peer " + peer);
    }
    return link;
  }
}
