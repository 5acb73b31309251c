package io.zonekeep.server.replication.ratis;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;

/** Puts the {@link RpcGate} before what comes in (here) and what goes out ({@link GatedRpc}). */
final class GatedRpcFactory extends GrpcFactory {
  private static final String GATE = "zonekeep.rpc-gate";

  private final RpcGate gate;

  GatedRpcFactory(Parameters parameters) {
    super(parameters);
    this.gate = parameters.getNonNull(GATE, RpcGate.class);
  }

  static Parameters parameters(RpcGate gate) {
    Parameters parameters = new Parameters();
    parameters.put(GATE, gate, RpcGate.class);
    return parameters;
  }

  @Override
  public GrpcServices newRaftServerRpc(RaftServer server) {
    return new GatedRpc(super.newRaftServerRpc(gated(server, gate)), gate);
  }

  @Override
  public LogAppender newLogAppender(
      RaftServer.Division division, LeaderState leader, FollowerInfo follower) {
    return new GatedLogAppender(division, leader, follower, gate);
  }

  /** The transport calls the server by this interface alone, which has many methods. */
  static RaftServer gated(RaftServer server, RpcGate gate) {
    return (RaftServer)
        Proxy.newProxyInstance(
            RaftServer.class.getClassLoader(),
            new Class<?>[] {RaftServer.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "requestVote" -> vote(server, gate, method, arguments);
                  case "startLeaderElection" -> {
                    gate.checkMayVote();
                    yield call(server, method, arguments);
                  }
                  default -> call(server, method, arguments);
                });
  }

  private static Object vote(RaftServer server, RpcGate gate, Method method, Object[] arguments)
      throws Throwable {
    gate.checkMayVote();
    Object reply = call(server, method, arguments);
    if (!((RequestVoteRequestProto) arguments[0]).getPreVote()) {
      gate.voteWritten();
    }
    return reply;
  }

  private static Object call(RaftServer server, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(server, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
