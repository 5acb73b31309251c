package io.zonekeep.server.replication.peers;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.zonekeep.peer.v1.BeatRequest;
import io.zonekeep.peer.v1.BeatResponse;
import io.zonekeep.peer.v1.ConfirmTermRequest;
import io.zonekeep.peer.v1.ConfirmTermResponse;
import io.zonekeep.peer.v1.FetchSnapshotRequest;
import io.zonekeep.peer.v1.FetchSnapshotResponse;
import io.zonekeep.peer.v1.GetPositionRequest;
import io.zonekeep.peer.v1.GetPositionResponse;
import io.zonekeep.peer.v1.PeerServiceGrpc;
import io.zonekeep.peer.v1.RejoinRequest;
import io.zonekeep.peer.v1.RejoinResponse;
import io.zonekeep.server.replication.NotPrimaryException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Answers the other nodes of this cluster. To be put into the node's gRPC server, which must permit
 * keepalives each second without calls. Used by many threads; beats are sent by one of its own.
 */
public final class PeerServer extends PeerServiceGrpc.PeerServiceImplBase implements AutoCloseable {
  static final long BEAT_MILLIS = 100;

  private final String cluster;
  private final String nodeId;
  private final Set<String> members;
  private final PositionSource positions;
  private final TermSource terms;
  private final SnapshotFolders snapshots;
  private final RejoinHandler rejoins;
  private final Beats beats;

  /** News that comes after the end is nobody's any more. */
  private final ScheduledExecutorService beating =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().daemon().name("zonekeep-beats").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  /**
   * Makes the service; {@link #start} begins the beats.
   *
   * @param members all nodes of the cluster, this one included
   */
  public PeerServer(
      String cluster,
      String nodeId,
      Set<String> members,
      PositionSource positions,
      TermSource terms,
      SnapshotFolders snapshots,
      RejoinHandler rejoins) {
    this.cluster = cluster;
    this.nodeId = nodeId;
    this.members = Set.copyOf(members);
    this.positions = positions;
    this.terms = terms;
    this.snapshots = snapshots;
    this.rejoins = rejoins;
    this.beats = new Beats(positions);
  }

  /** Begins to beat. */
  public void start() {
    var _ =
        beating.scheduleAtFixedRate(beats::send, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** This node's position changed in a way that peers should hear of at once. */
  public void changed() {
    beating.execute(beats::send);
  }

  /** Ends all beats, which the peers see at once. */
  @Override
  public void close() {
    beating.shutdownNow();
    beats.close();
  }

  @Override
  public void beat(BeatRequest request, StreamObserver<BeatResponse> answer) {
    if (refused(request.getCluster(), request.getNodeId(), answer)) {
      return;
    }
    beats.add((ServerCallStreamObserver<BeatResponse>) answer);
  }

  @Override
  public StreamObserver<ConfirmTermRequest> confirmTerm(
      StreamObserver<ConfirmTermResponse> answers) {
    return new TermAnswers(answers, first -> refusal(first.getCluster(), first.getNodeId()), terms);
  }

  @Override
  public void getPosition(GetPositionRequest request, StreamObserver<GetPositionResponse> answer) {
    if (refused(request.getCluster(), request.getNodeId(), answer)) {
      return;
    }
    answer.onNext(
        GetPositionResponse.newBuilder()
            .setPosition(PositionCodec.toWire(positions.position()))
            .build());
    answer.onCompleted();
  }

  @Override
  public void fetchSnapshot(
      FetchSnapshotRequest request, StreamObserver<FetchSnapshotResponse> answer) {
    if (refused(request.getCluster(), request.getNodeId(), answer)) {
      return;
    }
    snapshots
        .newest(request.getIndexMin())
        .ifPresentOrElse(
            snapshot ->
                SnapshotSender.start(
                    snapshot, (ServerCallStreamObserver<FetchSnapshotResponse>) answer),
            () ->
                answer.onError(
                    Status.NOT_FOUND
                        .withDescription("no snapshot reaches index " + request.getIndexMin())
                        .asRuntimeException()));
  }

  @Override
  public void rejoin(RejoinRequest request, StreamObserver<RejoinResponse> answer) {
    if (refused(request.getCluster(), request.getNodeId(), answer)) {
      return;
    }
    rejoins
        .rejoin(request.getNodeId())
        .whenComplete((position, failure) -> {
          if (failure != null) {
            answer.onError(rejoinFailure(failure));
            return;
          }
          answer.onNext(
              RejoinResponse.newBuilder()
                  .setTerm(position.term())
                  .setIndex(position.index())
                  .build());
          answer.onCompleted();
        });
  }

  private static StatusRuntimeException rejoinFailure(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    Status status =
        cause instanceof NotPrimaryException ? Status.FAILED_PRECONDITION : Status.UNAVAILABLE;
    return status.withDescription(String.valueOf(cause.getMessage())).asRuntimeException();
  }

  private boolean refused(String callersCluster, String caller, StreamObserver<?> answer) {
    Optional<String> why = refusal(callersCluster, caller);
    why.ifPresent(text ->
        answer.onError(Status.FAILED_PRECONDITION.withDescription(text).asRuntimeException()));
    return why.isPresent();
  }

  /** A caller of another cluster, or one that bears this node's id, reached the wrong address. */
  private Optional<String> refusal(String callersCluster, String caller) {
    if (!callersCluster.equals(cluster)) {
      return Optional.of("this is cluster %s, not %s".formatted(cluster, callersCluster));
    }
    if (caller.equals(nodeId)) {
      return Optional.of("this is node %s itself".formatted(nodeId));
    }
    if (!members.contains(caller)) {
      return Optional.of("cluster %s has no node %s".formatted(cluster, caller));
    }
    return Optional.empty();
  }
}
