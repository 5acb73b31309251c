package io.zonekeep.client.discovery;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When each node was last heard on anything but its topology stream: a node that answers calls is
 * alive, however late its topology is. For many threads.
 */
final class SignsOfLife {
  private final Map<InetSocketAddress, Long> lastNanos = new ConcurrentHashMap<>();

  void heard(InetSocketAddress node, long nowNanos) {
    lastNanos.put(node, nowNanos);
  }

  /** The later of the two: {@code nanos}, and when the node was heard. */
  long laterOf(long nanos, InetSocketAddress node) {
    Long heard = lastNanos.get(node);
    return heard != null && heard - nanos > 0 ? heard : nanos;
  }

  void forget(InetSocketAddress node) {
    lastNanos.remove(node);
  }
}
