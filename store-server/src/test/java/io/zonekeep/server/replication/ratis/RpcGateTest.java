package io.zonekeep.server.replication.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeep.server.replication.VoteGate;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.exceptions.ServerNotReadyException;
import org.apache.ratis.server.RaftServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No vote goes out before it is on disk with its name, nor from a node that forgot its votes. */
final class RpcGateTest {
  private static final RequestVoteRequestProto VOTE = RequestVoteRequestProto.getDefaultInstance();
  private static final RequestVoteRequestProto PRE_VOTE =
      RequestVoteRequestProto.newBuilder().setPreVote(true).build();

  @TempDir Path path;

  /** How often the folder had been synced when Ratis, or the transport, was called. */
  private final List<Long> syncsAtCall = new ArrayList<>();

  private LogFolder folder;

  @BeforeEach
  void open() {
    folder =
        new LogFolder(
            path,
            (what, cause) -> {
              throw new AssertionError(what, cause);
            });
  }

  @Test
  void theFolderIsSyncedBetweenTheVoteAndItsReply() throws IOException {
    server(VoteGate.opened()).requestVote(VOTE);
    assertThat(syncsAtCall).containsExactly(0L);
    assertThat(folder.syncs()).isEqualTo(1);
  }

  @Test
  void aPreVoteWritesNothingAndNeedsNoSync() throws IOException {
    server(VoteGate.opened()).requestVote(PRE_VOTE);
    assertThat(folder.syncs()).isZero();
  }

  @Test
  void theFolderIsSyncedBeforeThisNodeAsksForVotes() throws IOException {
    transport(VoteGate.opened()).requestVote(VOTE);
    assertThat(syncsAtCall).containsExactly(1L);
  }

  @Test
  void aNodeThatRebuildsRefusesVotesOfBothPhases() {
    RaftServer server = server(VoteGate.closed());
    assertThatThrownBy(() -> server.requestVote(VOTE)).isInstanceOf(ServerNotReadyException.class);
    assertThatThrownBy(() -> server.requestVote(PRE_VOTE))
        .isInstanceOf(ServerNotReadyException.class);
    assertThat(syncsAtCall).isEmpty();
  }

  @Test
  void aNodeThatRebuildsDoesNotStand() {
    RaftServer server = server(VoteGate.closed());
    assertThatThrownBy(
            () -> server.startLeaderElection(StartLeaderElectionRequestProto.getDefaultInstance()))
        .isInstanceOf(ServerNotReadyException.class);
    GrpcServices transport = transport(VoteGate.closed());
    assertThatThrownBy(() -> transport.requestVote(PRE_VOTE))
        .isInstanceOf(ServerNotReadyException.class);
    assertThat(syncsAtCall).isEmpty();
  }

  @Test
  void aFailureOfRatisComesThroughAsItIs() {
    RaftServer broken =
        fake(
            RaftServer.class,
            () -> {
              throw new IOException("no disk");
            });
    RaftServer server = GatedRpcFactory.gated(broken, new RpcGate(VoteGate.opened(), folder));
    assertThatThrownBy(() -> server.requestVote(VOTE))
        .isInstanceOf(IOException.class)
        .hasMessage("no disk");
  }

  private RaftServer server(VoteGate votes) {
    return GatedRpcFactory.gated(fake(RaftServer.class, this::reply), new RpcGate(votes, folder));
  }

  private GrpcServices transport(VoteGate votes) {
    return new GatedRpc(fake(GrpcServices.class, this::reply), new RpcGate(votes, folder));
  }

  private RequestVoteReplyProto reply() {
    syncsAtCall.add(folder.syncs());
    return RequestVoteReplyProto.getDefaultInstance();
  }

  /** Answers of one method, which may fail. */
  private interface Answer {
    Object get() throws Exception;
  }

  private static <T> T fake(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer.get()));
  }
}
