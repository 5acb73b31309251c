package io.zonekeep.client.discovery;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.zonekeep.v1.ClusterServiceGrpc;
import io.zonekeep.v1.Topology;
import io.zonekeep.v1.WatchTopologyRequest;
import io.zonekeep.v1.WatchTopologyResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One topology stream of one connection: the node's word on who is primary, and its heartbeat. */
final class TopologyWatch {
  private @Nullable ClientCall<WatchTopologyRequest, WatchTopologyResponse> call;

  /** The callbacks come on any thread. */
  void start(Channel channel, Consumer<Topology> told, Runnable ended) {
    ClientCall<WatchTopologyRequest, WatchTopologyResponse> started =
        channel.newCall(
            ClusterServiceGrpc.getWatchTopologyMethod(),
            CallOptions.DEFAULT.withExecutor(Runnable::run));
    call = started;
    started.start(
        new ClientCall.Listener<WatchTopologyResponse>() {
          @Override
          public void onMessage(WatchTopologyResponse message) {
            told.accept(message.getTopology());
            started.request(1);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.run();
          }
        },
        new Metadata());
    started.request(1);
    started.sendMessage(WatchTopologyRequest.getDefaultInstance());
    started.halfClose();
  }

  void cancel() {
    if (call != null) {
      call.cancel("not needed any more", null);
    }
  }
}
