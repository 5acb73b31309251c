package io.zonekeep.zones;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The links between zones. All traffic from one zone to another passes one router; a fault of a
 * link is a rule there, and so outlives restarts of nodes. Clients outside of the zones reach every
 * node whatever happens here.
 */
public final class Links {
  private final String router;

  Links(String router) {
    this.router = router;
  }

  /**
   * A firewall that answers for the other zones with RST and resets the connections that there are:
   * a living node looks like a dead one.
   */
  public void refuse(Zone one, List<Zone> others) {
    rule(one, others, "--protocol tcp --jump REJECT --reject-with tcp-reset");
    // The rule answers only who sends; a node that listens would not learn of it.
    others.parallelStream().forEach(other -> resetConnections(other, one));
    others.forEach(other -> resetConnections(one, other));
  }

  /** All packets vanish, both ways. */
  public void cut(Zone one, List<Zone> others) {
    rule(one, others, "--jump DROP");
  }

  /** Takes back all faults. */
  public void heal() {
    Docker.exec(router, "iptables", "--flush", "FORWARD");
  }

  /** For both directions of some links, all in one step. */
  private void rule(Zone one, List<Zone> others, String rule) {
    String script =
        others.stream()
            .flatMap(other -> Stream.of(fromTo(one, other), fromTo(other, one)))
            .map(direction -> "iptables --append FORWARD " + direction + " " + rule)
            .collect(Collectors.joining(" && "));
    Docker.exec(router, "bash", "-c", script);
  }

  private static String fromTo(Zone from, Zone to) {
    return "--source " + from.subnet() + " --destination " + to.subnet();
  }

  /** In the node's own zone, as the firewall would. */
  private static void resetConnections(Zone of, Zone with) {
    Docker.exec(of.container(), "ss", "--kill", "dst", with.address());
  }
}
