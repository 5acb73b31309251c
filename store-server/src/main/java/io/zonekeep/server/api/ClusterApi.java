package io.zonekeep.server.api;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.zonekeep.server.health.HealthCheck;
import io.zonekeep.server.health.NodeHealth;
import io.zonekeep.server.replication.PrimaryHint;
import io.zonekeep.server.replication.Replication;
import io.zonekeep.server.replication.ReplicationStatus;
import io.zonekeep.v1.ClusterServiceGrpc;
import io.zonekeep.v1.GetStatusRequest;
import io.zonekeep.v1.GetStatusResponse;
import io.zonekeep.v1.HandOverRequest;
import io.zonekeep.v1.HandOverResponse;
import io.zonekeep.v1.PeerProgress;
import io.zonekeep.v1.RebuildProgress;
import io.zonekeep.v1.WatchTopologyRequest;
import io.zonekeep.v1.WatchTopologyResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** ClusterService: answers on every node. Used by many threads. */
final class ClusterApi extends ClusterServiceGrpc.ClusterServiceImplBase {
  private static final int HAND_OVER_MILLIS_MIN = 100;
  private static final int HAND_OVER_MILLIS_MAX = 60_000;
  private static final int HAND_OVER_MILLIS = 5_000;

  private final Replication replication;
  private final NodeHealth health;
  private final TopologyView view;
  private final TopologyFeed feed;
  private final Errors errors;
  private final String release;
  private final LongSupplier uptimeMillis;

  ClusterApi(
      Replication replication,
      NodeHealth health,
      TopologyView view,
      TopologyFeed feed,
      Errors errors,
      String release,
      LongSupplier uptimeMillis) {
    this.replication = replication;
    this.health = health;
    this.view = view;
    this.feed = feed;
    this.errors = errors;
    this.release = release;
    this.uptimeMillis = uptimeMillis;
  }

  @Override
  public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> observer) {
    observer.onNext(status(replication.status()));
    observer.onCompleted();
  }

  @Override
  public void watchTopology(
      WatchTopologyRequest request, StreamObserver<WatchTopologyResponse> observer) {
    feed.add((ServerCallStreamObserver<WatchTopologyResponse>) observer);
  }

  @Override
  public void handOver(HandOverRequest request, StreamObserver<HandOverResponse> observer) {
    ((ServerCallStreamObserver<HandOverResponse>) observer).setOnCancelHandler(() -> {});
    try {
      var _ =
          replication
              .handOver(target(request), timeout(request))
              .whenComplete((primary, failure) -> answer(primary, failure, observer));
    } catch (RuntimeException refused) {
      observer.onError(Errors.toStatus(errors.of(refused)));
    }
  }

  private void answer(
      PrimaryHint primary, @Nullable Throwable failure, StreamObserver<HandOverResponse> observer) {
    if (failure != null) {
      observer.onError(Errors.toStatus(errors.of(failure)));
      return;
    }
    observer.onNext(
        HandOverResponse.newBuilder()
            .setPrimaryNode(primary.nodeId().orElse(""))
            .setTerm(primary.term())
            .build());
    observer.onCompleted();
  }

  private Optional<String> target(HandOverRequest request) {
    String target = request.getTargetNode();
    if (target.isEmpty()) {
      return Optional.empty();
    }
    if (!view.has(target)) {
      throw new InvalidFieldException("target_node %s is not in the cluster".formatted(target));
    }
    return Optional.of(target);
  }

  private static Duration timeout(HandOverRequest request) {
    int millis = request.getTimeoutMillis();
    if (millis == 0) {
      return Duration.ofMillis(HAND_OVER_MILLIS);
    }
    if (millis < HAND_OVER_MILLIS_MIN || millis > HAND_OVER_MILLIS_MAX) {
      throw new InvalidFieldException(
          "timeout_millis is %s: 100 to 60000, or 0 for 5000"
              .formatted(Integer.toUnsignedString(millis)));
    }
    return Duration.ofMillis(millis);
  }

  private GetStatusResponse status(ReplicationStatus status) {
    GetStatusResponse.Builder response =
        GetStatusResponse.newBuilder()
            .setNode(view.self(status))
            .setTopology(view.draw())
            .setRelease(release)
            .setUptimeMillis(uptimeMillis.getAsLong())
            .setLastLogIndex(index(status.lastLogIndex()))
            .setCommittedIndex(index(status.committedIndex()))
            .setAppliedIndex(index(status.appliedIndex()))
            .setVersion(status.version())
            .setSnapshotIndex(index(status.snapshotIndex()))
            .setQueuedWrites(status.queuedWrites());
    health.checks().forEach(check -> response.addChecks(toWire(check)));
    status.rebuild().ifPresent(rebuild -> response.setRebuild(toWire(rebuild)));
    status.peers().forEach(peer -> response.addPeers(toWire(peer)));
    return response.build();
  }

  /** Replication says -1 where there is none; the wire knows 0 only. */
  private static long index(long index) {
    return Math.max(0, index);
  }

  private static io.zonekeep.v1.HealthCheck toWire(HealthCheck check) {
    return io.zonekeep.v1.HealthCheck.newBuilder()
        .setName(check.name())
        .setPassing(check.passing())
        .setDetail(check.detail())
        .build();
  }

  private static RebuildProgress toWire(ReplicationStatus.Rebuild rebuild) {
    return RebuildProgress.newBuilder()
        .setReceivedBytes(rebuild.receivedBytes())
        .setTotalBytes(rebuild.totalBytes())
        .setSourceNode(rebuild.sourceNodeId())
        .build();
  }

  private static PeerProgress toWire(ReplicationStatus.Peer peer) {
    return PeerProgress.newBuilder()
        .setNodeId(peer.nodeId())
        .setDurableIndex(index(peer.durableIndex()))
        .setSilentMillis(peer.silentMillis())
        .build();
  }
}
