package io.zonekeep.server.replication.ratis;

import java.util.concurrent.CompletableFuture;
import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.grpc.server.GrpcServicesImpl;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.util.LifeCycle;

/** Ratis' appender to one standby, which finds its transport behind the {@link GatedRpc}. */
final class GatedLogAppender extends GrpcLogAppender {
  private static final long SNAPSHOT_QUESTION_MILLIS = 50;

  private final RpcGate gate;

  GatedLogAppender(
      RaftServer.Division division, LeaderState leader, FollowerInfo follower, RpcGate gate) {
    super(division, leader, follower);
    this.gate = gate;
    gate.started(this);
  }

  /** Called by the super class's constructor too: may use no field of this class. */
  @Override
  public GrpcServicesImpl getServerRpc() {
    return ((GatedRpc) getServer().getRaftServer().getServerRpc()).transport();
  }

  /**
   * How long the appender's thread waits before it looks again; a new entry wakes it. While the
   * standby fetches a snapshot it rests, as it would ask about it thousands of times.
   */
  @Override
  public long getWaitTimeMs() {
    if (shouldNotifyToInstallSnapshot() != null) {
      rest(SNAPSHOT_QUESTION_MILLIS);
    }
    return super.getWaitTimeMs();
  }

  private static void rest(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public CompletableFuture<LifeCycle.State> stopAsync() {
    gate.stopped(this);
    return super.stopAsync();
  }
}
