package io.zonekeep.client.discovery;

import io.grpc.CallOptions;
import java.net.InetSocketAddress;

/** The node that a call is for, carried in its call options to the picker. */
final class Route {
  static final CallOptions.Key<InetSocketAddress> KEY = CallOptions.Key.create("zonekeep-node");

  private Route() {}
}
