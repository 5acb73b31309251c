package io.zonekeep.client.discovery;

import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Leads each call to the node it is for. A call to a node without a connection fails at once: who
 * made it knows better than to wait. Immutable, so safe for many threads.
 */
final class NodePicker extends SubchannelPicker {
  private final Map<InetSocketAddress, Subchannel> up = new HashMap<>();

  NodePicker(Collection<NodeLink> links) {
    for (NodeLink link : links) {
      Subchannel subchannel = link.subchannel();
      if (link.state() == NodeLink.State.UP && subchannel != null) {
        up.put(link.endpoint(), subchannel);
      }
    }
  }

  @Override
  public PickResult pickSubchannel(PickSubchannelArgs args) {
    InetSocketAddress endpoint = args.getCallOptions().getOption(Route.KEY);
    Subchannel subchannel = up.get(endpoint);
    return subchannel == null
        ? PickResult.withError(Status.UNAVAILABLE.withDescription("no connection to " + endpoint))
        : PickResult.withSubchannel(subchannel);
  }
}
