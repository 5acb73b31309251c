package io.zonekeep.server.api;

import io.grpc.stub.ServerCallStreamObserver;
import io.zonekeep.v1.Topology;
import io.zonekeep.v1.WatchTopologyResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the topology to its watchers: at once, at each change and each second. One thread sends
 * all; a watcher that does not keep up misses pictures, never the latest for more than a second.
 */
final class TopologyFeed implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(TopologyFeed.class);

  private final Supplier<Topology> topology;
  private final int watchersMax;
  private final Set<ServerCallStreamObserver<WatchTopologyResponse>> watchers =
      ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("zonekeep-topology").factory());

  TopologyFeed(Supplier<Topology> topology, int watchersMax) {
    this.topology = topology;
    this.watchersMax = watchersMax;
  }

  /** Begins to send each second. */
  void start() {
    var _ =
        thread.scheduleAtFixedRate(
            this::sendToAll, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  void add(ServerCallStreamObserver<WatchTopologyResponse> watcher) {
    if (watchers.size() >= watchersMax) {
      watcher.onError(
          Errors.toStatus(
              Errors.busy(
                  "%d watch the topology already (api.watchers_max)".formatted(watchersMax))));
      return;
    }
    watcher.setOnCancelHandler(() -> watchers.remove(watcher));
    watchers.add(watcher);
    execute(() -> send(watcher, picture()));
  }

  /** Something changed: sends at once. */
  void changed() {
    execute(this::sendToAll);
  }

  /** Ends all watches. */
  @Override
  public void close() {
    execute(() -> watchers.forEach(this::complete));
    thread.shutdown();
  }

  private void execute(Runnable step) {
    try {
      thread.execute(step);
    } catch (RejectedExecutionException closed) {
      // The server is stopping, and its connections with it.
    }
  }

  /** A defect in one picture must not end the feed: clients follow the primary by it. */
  private void sendToAll() {
    try {
      WatchTopologyResponse picture = picture();
      watchers.forEach(watcher -> send(watcher, picture));
    } catch (RuntimeException defect) {
      LOG.error("the topology could not be sent", defect);
    }
  }

  private WatchTopologyResponse picture() {
    return WatchTopologyResponse.newBuilder().setTopology(topology.get()).build();
  }

  private static void send(
      ServerCallStreamObserver<WatchTopologyResponse> watcher, WatchTopologyResponse picture) {
    if (watcher.isReady()) {
      watcher.onNext(picture);
    }
  }

  private void complete(ServerCallStreamObserver<WatchTopologyResponse> watcher) {
    if (watchers.remove(watcher)) {
      watcher.onCompleted();
    }
  }
}
