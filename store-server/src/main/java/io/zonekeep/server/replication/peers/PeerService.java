package io.zonekeep.server.replication.peers;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.stub.StreamObserver;
import io.zonekeep.peer.v1.GetPositionRequest;
import io.zonekeep.peer.v1.PeerServiceGrpc;
import io.zonekeep.peer.v1.Position;
import io.zonekeep.peer.v1.RejoinRequest;
import io.zonekeep.server.state.AppliedPosition;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The calls to a peer, as futures. */
final class PeerService {
  /** Who calls. */
  record Caller(String cluster, String nodeId) {}

  private static final int CONNECT_TIMEOUT_MILLIS = 500;

  private PeerService() {}

  static ManagedChannel channel(Peer peer) {
    return NettyChannelBuilder.forAddress(peer.host(), peer.peerPort())
        .usePlaintext()
        // A proxy of the environment is for the way out, not for the way to a peer.
        .proxyDetector(address -> null)
        .disableServiceConfigLookUp()
        .disableRetry()
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
        // Finds a frozen or cut-off peer in 1.5 s.
        .keepAliveTime(1, SECONDS)
        .keepAliveTimeout(500, MILLISECONDS)
        .keepAliveWithoutCalls(true)
        .build();
  }

  static CompletableFuture<PeerPosition> position(
      Channel channel, String peer, Caller caller, Duration deadline) {
    Answer<io.zonekeep.peer.v1.GetPositionResponse> answer = new Answer<>();
    PeerServiceGrpc.newStub(channel)
        .withDeadlineAfter(deadline.toNanos(), NANOSECONDS)
        .getPosition(
            GetPositionRequest.newBuilder()
                .setNodeId(caller.nodeId())
                .setCluster(caller.cluster())
                .build(),
            answer);
    return answer.thenApply(response -> checked(response.getPosition(), peer, caller));
  }

  static CompletableFuture<AppliedPosition> rejoin(
      Channel channel, Caller caller, Duration deadline) {
    Answer<io.zonekeep.peer.v1.RejoinResponse> answer = new Answer<>();
    PeerServiceGrpc.newStub(channel)
        .withDeadlineAfter(deadline.toNanos(), NANOSECONDS)
        .rejoin(
            RejoinRequest.newBuilder()
                .setNodeId(caller.nodeId())
                .setCluster(caller.cluster())
                .build(),
            answer);
    return answer.thenApply(
        response -> new AppliedPosition(response.getTerm(), response.getIndex()));
  }

  /** An address may have passed on to another node: what that one says is not the peer's. */
  static PeerPosition checked(Position wire, String peer, Caller caller) {
    PeerPosition position = PositionCodec.fromWire(wire);
    if (!position.cluster().equals(caller.cluster()) || !position.nodeId().equals(peer)) {
      throw new IllegalStateException(
          "the address of %s is answered by node %s of cluster %s"
              .formatted(peer, position.nodeId(), position.cluster()));
    }
    return position;
  }

  /** The answer of a unary call. */
  private static final class Answer<T> extends CompletableFuture<T> implements StreamObserver<T> {
    @Override
    public void onNext(T value) {
      complete(value);
    }

    @Override
    public void onError(Throwable failure) {
      completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      completeExceptionally(new IllegalStateException("ended without an answer"));
    }
  }
}
