package io.zonekeep.client.discovery;

import java.net.InetSocketAddress;

/**
 * What is known of the node behind one address.
 *
 * @param endpoint its address
 * @param up whether there is a connection on which it has been heard of lately
 * @param nodeId empty: it has not said yet
 * @param zone likewise
 * @param standby whether it said that it follows a primary
 */
public record NodeState(
    InetSocketAddress endpoint, boolean up, String nodeId, String zone, boolean standby) {

  static NodeState unknown(InetSocketAddress endpoint) {
    return new NodeState(endpoint, false, "", "", false);
  }

  NodeState withUp(boolean nowUp) {
    return new NodeState(endpoint, nowUp, nodeId, zone, standby);
  }
}
