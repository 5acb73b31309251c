package io.zonekeep.server.replication.ratis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonekeep.server.replication.Engine;
import io.zonekeep.server.replication.EngineListener;
import io.zonekeep.server.replication.EngineSettings;
import io.zonekeep.server.replication.EngineStatus;
import io.zonekeep.server.replication.FatalError;
import io.zonekeep.server.replication.HandOverRefusedException;
import io.zonekeep.server.replication.LogConsumer;
import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.NotPrimaryException;
import io.zonekeep.server.replication.PrimaryHint;
import io.zonekeep.server.replication.Proposal;
import io.zonekeep.server.replication.ReplicationStatus;
import io.zonekeep.server.replication.SnapshotSource;
import io.zonekeep.server.replication.VoteGate;
import io.zonekeep.server.state.AppliedPosition;
import io.zonekeep.server.state.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.util.ProtoUtils;
import org.jspecify.annotations.Nullable;

/** The engine on Apache Ratis 3.3: one Raft group, all nodes voters. */
public final class RatisEngine implements Engine {
  /** Well above what a close takes, which is about a second. */
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final EngineSettings settings;
  private final VoteGate votes;
  private final RaftPeerId self;
  private final RaftGroup group;
  private final RpcGate gate;
  private final SnapshotInstall install;
  private final RatisStateMachine stateMachine;
  private final LogFolder folder;
  private final RoleEvents events = new RoleEvents();
  private final ExecutorService transfers =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().name("zonekeep-transfer").daemon().unstarted(task));
  private final AtomicLong calls = new AtomicLong();

  /**
   * A random name for this process' requests. Ratis answers a call number it knows from a table,
   * and chains requests of one client onto one that failed, so it changes with every failure.
   */
  private volatile ClientId client = ClientId.randomId();

  private volatile @Nullable RaftServer server;
  private volatile RaftServer.@Nullable Division division;

  public RatisEngine(
      EngineSettings settings,
      LogConsumer consumer,
      SnapshotSource snapshots,
      VoteGate votes,
      FatalError fatal) {
    this.settings = settings;
    this.votes = votes;
    this.self = RaftPeerId.valueOf(settings.nodeId());
    RaftGroupId groupId =
        RaftGroupId.valueOf(UUID.nameUUIDFromBytes(settings.clusterName().getBytes(UTF_8)));
    this.group = RaftGroup.valueOf(groupId, peers(settings));
    this.folder =
        new LogFolder(
            settings.logFolder().resolve(groupId.getUuid().toString()).resolve("current"), fatal);
    this.gate = new RpcGate(votes, folder);
    this.install = new SnapshotInstall(settings.snapshotFolder(), snapshots, consumer, transfers);
    this.stateMachine = new RatisStateMachine(consumer, install, folder, events, fatal);
  }

  private static List<RaftPeer> peers(EngineSettings settings) {
    return settings.members().stream()
        .map(member ->
            RaftPeer.newBuilder()
                .setId(member.nodeId())
                .setAddress(member.host() + ":" + member.port())
                .build())
        .toList();
  }

  @Override
  public void start(EngineListener listener) {
    try {
      RaftServer built =
          RaftServer.newBuilder()
              .setServerId(self)
              .setGroup(group)
              .setProperties(RatisProperties.of(settings))
              .setParameters(GatedRpcFactory.parameters(gate))
              .setStateMachine(stateMachine)
              .setOption(RaftStorage.StartupOption.RECOVER)
              .build();
      server = built;
      RaftServer.Division own = built.getDivision(group.getGroupId());
      events.watch(() -> own.getInfo().getCurrentTerm());
      built.start();
      // Before, there is no log to ask; news wait until it can be.
      division = own;
      events.start(listener, this::standing);
    } catch (IOException e) {
      throw new UncheckedIOException("the log cannot be opened: " + e.getMessage(), e);
    }
  }

  @Override
  public CompletableFuture<List<Result>> append(Proposal proposal) {
    RaftServer.Division own = division;
    if (own == null) {
      return CompletableFuture.failedFuture(new NotPrimaryException(primary()));
    }
    PendingEntry pending = new PendingEntry(proposal);
    try {
      var _ =
          ((RaftClientAsynchronousProtocol) own)
              .submitClientRequestAsync(request(pending))
              .whenComplete((reply, failure) -> replied(pending, reply, failure));
    } catch (IOException | RuntimeException e) {
      failed(pending, e);
    }
    return pending.results();
  }

  private RaftClientRequest request(PendingEntry pending) {
    return RaftClientRequest.newBuilder()
        .setClientId(client)
        .setServerId(self)
        .setGroupId(group.getGroupId())
        .setCallId(calls.incrementAndGet())
        .setMessage(pending)
        .setType(RaftClientRequest.writeRequestType())
        .build();
  }

  private void replied(
      PendingEntry pending, @Nullable RaftClientReply reply, @Nullable Throwable failure) {
    if (failure != null) {
      failed(pending, failure);
    } else if (reply != null && reply.getException() != null) {
      failed(pending, reply.getException());
    } else if (!pending.results().isDone()) {
      // Ratis answers what it has applied; here it was not this entry's object that was.
      failed(pending, new IllegalStateException("answered without having been applied"));
    }
  }

  private void failed(PendingEntry pending, Throwable cause) {
    client = ClientId.randomId();
    pending.failed(cause, this::primary);
  }

  @Override
  public boolean isPrimaryOf(long term) {
    RaftServer.Division own = division;
    if (own == null) {
      return false;
    }
    DivisionInfo info = own.getInfo();
    return info.isLeader() && info.isLeaderReady() && info.getCurrentTerm() == term;
  }

  @Override
  public long term() {
    RaftServer.Division own = division;
    return own == null ? 0 : own.getInfo().getCurrentTerm();
  }

  private PrimaryHint primary() {
    RaftServer.Division own = division;
    if (own == null) {
      return new PrimaryHint(0, Optional.empty());
    }
    RaftPeerId leader = own.getInfo().getLeaderId();
    return new PrimaryHint(
        own.getInfo().getCurrentTerm(), Optional.ofNullable(leader).map(RaftPeerId::toString));
  }

  /** What a listener is told the change of. */
  private record Standing(NodeRole role, PrimaryHint primary) {}

  private Standing standing() {
    return new Standing(role(), primary());
  }

  private NodeRole role() {
    RaftServer.Division own = division;
    if (own == null) {
      return NodeRole.STARTING;
    }
    if (!votes.mayVote() || install.progress().isPresent()) {
      return NodeRole.REBUILDING;
    }
    return switch (own.getInfo().getCurrentRole()) {
      case LEADER -> NodeRole.PRIMARY;
      case CANDIDATE -> NodeRole.CANDIDATE;
      case FOLLOWER, LISTENER -> NodeRole.STANDBY;
      case UNRECOGNIZED -> NodeRole.STARTING;
    };
  }

  @Override
  public EngineStatus status() {
    RaftServer.Division own = division;
    if (own == null) {
      return new EngineStatus(
          NodeRole.STARTING, primary(), 0, -1, -1, -1, -1, 0, Optional.empty(), List.of());
    }
    TermIndex last = lastInLog(own);
    return new EngineStatus(
        role(),
        primary(),
        last.getTerm(),
        last.getIndex(),
        own.getRaftLog().getFlushIndex(),
        own.getRaftLog().getLastCommittedIndex(),
        stateMachine.getLastAppliedTermIndex().getIndex(),
        stateMachine.appliedLogBytes(),
        install.progress(),
        own.getInfo().isLeader() ? peerStatus() : List.of());
  }

  private List<ReplicationStatus.Peer> peerStatus() {
    return gate.appenders().stream()
        .map(appender ->
            new ReplicationStatus.Peer(
                appender.getFollowerId().toString(),
                appender.getFollower().getMatchIndex(),
                appender.getFollower().getLastRpcResponseTime().elapsedTimeMs()))
        .toList();
  }

  /** After a snapshot was installed the log may be empty, and the snapshot's end counts. */
  private TermIndex lastInLog(RaftServer.Division own) {
    TermIndex last = own.getRaftLog().getLastEntryTermIndex();
    if (last != null) {
      return last;
    }
    var snapshot = stateMachine.getLatestSnapshot();
    return snapshot == null ? TermIndex.INITIAL_VALUE : snapshot.getTermIndex();
  }

  /**
   * Ratis' own way to start an election at once is a request that the primary sends when it hands
   * over. Here it comes from this node itself, in the name of the primary it last knew.
   */
  @Override
  public boolean standForElection() {
    RaftServer own = server;
    RaftServer.Division ownDivision = division;
    if (own == null || ownDivision == null || !votes.mayVote()) {
      return false;
    }
    RaftPeerId lost = Optional.ofNullable(ownDivision.getInfo().getLeaderId()).orElse(self);
    if (ownDivision.getInfo().getCurrentRole() != RaftPeerRole.FOLLOWER) {
      return false;
    }
    try {
      return own.startLeaderElection(
              StartLeaderElectionRequestProto.newBuilder()
                  .setServerRequest(
                      RaftRpcRequestProto.newBuilder()
                          .setRequestorId(lost.toByteString())
                          .setReplyId(self.toByteString())
                          .setRaftGroupId(ProtoUtils.toRaftGroupIdProtoBuilder(group.getGroupId()))
                          .setCallId(calls.incrementAndGet()))
                  .setLeaderLastEntry(lastInLog(ownDivision).toProto())
                  .build())
          .getServerReply()
          .getSuccess();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public CompletableFuture<Void> handOver(String nodeId, Duration timeout) {
    RaftServer own = server;
    if (own == null) {
      return CompletableFuture.failedFuture(new HandOverRefusedException("not started"));
    }
    try {
      return own.transferLeadershipAsync(
              new TransferLeadershipRequest(
                  ClientId.randomId(),
                  self,
                  group.getGroupId(),
                  calls.incrementAndGet(),
                  RaftPeerId.valueOf(nodeId),
                  timeout.toMillis()))
          .thenAccept(reply -> {
            if (!reply.isSuccess()) {
              throw new HandOverRefusedException(String.valueOf(reply.getException()));
            }
          });
    } catch (IOException e) {
      return CompletableFuture.failedFuture(new HandOverRefusedException(String.valueOf(e)));
    }
  }

  @Override
  public void durable(AppliedPosition position) {
    stateMachine.durable(position);
  }

  @Override
  public void purge(long index) {
    RaftServer.Division own = division;
    if (own != null) {
      var _ = own.getRaftLog().purge(index);
    }
  }

  @Override
  public void close() {
    stateMachine.expectClose();
    RaftServer own = server;
    if (own != null) {
      BoundedClose.close(own, CLOSE_PATIENCE);
    }
    events.close();
    transfers.shutdownNow();
  }

  /** How often names of files were put on disk. */
  long folderSyncs() {
    return folder.syncs();
  }
}
