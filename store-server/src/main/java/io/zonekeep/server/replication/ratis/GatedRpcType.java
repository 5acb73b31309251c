package io.zonekeep.server.replication.ratis;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;

/** Names Ratis' gRPC transport with {@link RpcGate} on it. Ratis makes it by its class name. */
public final class GatedRpcType implements RpcType {
  @Override
  public String name() {
    return GatedRpcType.class.getName();
  }

  @Override
  public RpcFactory newFactory(Parameters parameters) {
    return new GatedRpcFactory(parameters);
  }
}
