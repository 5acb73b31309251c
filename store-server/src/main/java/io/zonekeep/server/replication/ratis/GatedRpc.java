package io.zonekeep.server.replication.ratis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.grpc.server.GrpcServicesImpl;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionReplyProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.protocol.RaftServerAsynchronousProtocol;

/** Ratis' transport, but no vote is asked for before the gate lets it. */
final class GatedRpc implements GrpcServices {
  private final GrpcServices transport;
  private final RpcGate gate;

  GatedRpc(GrpcServices transport, RpcGate gate) {
    this.transport = transport;
    this.gate = gate;
  }

  /** Ratis' appenders need its own class. */
  GrpcServicesImpl transport() {
    return (GrpcServicesImpl) transport;
  }

  @Override
  public RequestVoteReplyProto requestVote(RequestVoteRequestProto request) throws IOException {
    gate.checkMayVote();
    if (!request.getPreVote()) {
      gate.voteWritten();
    }
    return transport.requestVote(request);
  }

  @Override
  public AppendEntriesReplyProto appendEntries(AppendEntriesRequestProto request)
      throws IOException {
    return transport.appendEntries(request);
  }

  @Override
  public InstallSnapshotReplyProto installSnapshot(InstallSnapshotRequestProto request)
      throws IOException {
    return transport.installSnapshot(request);
  }

  @Override
  public StartLeaderElectionReplyProto startLeaderElection(StartLeaderElectionRequestProto request)
      throws IOException {
    return transport.startLeaderElection(request);
  }

  @Override
  public void start() throws IOException {
    transport.start();
  }

  @Override
  public void close() throws IOException {
    transport.close();
  }

  @Override
  public InetSocketAddress getInetSocketAddress() {
    return transport.getInetSocketAddress();
  }

  @Override
  public InetSocketAddress getClientServerAddress() {
    return transport.getClientServerAddress();
  }

  @Override
  public InetSocketAddress getAdminServerAddress() {
    return transport.getAdminServerAddress();
  }

  @Override
  public RpcType getRpcType() {
    return transport.getRpcType();
  }

  @Override
  public void addRaftPeers(Collection<RaftPeer> peers) {
    transport.addRaftPeers(peers);
  }

  @Override
  public void handleException(RaftPeerId peer, Exception failure, boolean reconnect) {
    transport.handleException(peer, failure, reconnect);
  }

  @Override
  public void notifyNotLeader(RaftGroupId group) {
    transport.notifyNotLeader(group);
  }

  @Override
  public RaftServerAsynchronousProtocol async() {
    return transport.async();
  }
}
