package io.zonekeep.cluster;

import io.zonekeep.cluster.NodeConfig.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A cluster of real node processes on this machine's loopback. Closing it kills what still runs;
 * files stay for whoever wants to read them.
 */
public final class LocalCluster implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final int PORTS_PER_NODE = 3;

  private final ClusterOptions options;
  private final List<LocalNode> nodes;

  private LocalCluster(ClusterOptions options, List<LocalNode> nodes) {
    this.options = options;
    this.nodes = List.copyOf(nodes);
  }

  /** Writes the nodes' files, with free ports; starts nothing. */
  public static LocalCluster prepare(ClusterOptions options) {
    List<Integer> ports = FreePorts.take(options.zones().size() * PORTS_PER_NODE);
    List<Member> members = new ArrayList<>();
    for (String zone : options.zones()) {
      int first = members.size() * PORTS_PER_NODE;
      members.add(
          new Member(zone, zone, ports.get(first), ports.get(first + 1), ports.get(first + 2)));
    }
    List<LocalNode> nodes = new ArrayList<>();
    for (Member member : members) {
      LocalNode node =
          new LocalNode(
              member,
              options.folder().resolve(member.id()),
              options.jvmFlags(),
              options.environment());
      node.writeConfig(NodeConfig.of(member, members, node.dataFolder(), options.settings()));
      nodes.add(node);
    }
    return new LocalCluster(options, nodes);
  }

  /** Prepares a cluster, starts all its nodes and waits until they are ready. */
  public static LocalCluster start(ClusterOptions options) {
    LocalCluster cluster = prepare(options);
    try {
      cluster.startAll();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Starts those that do not run and waits for them. */
  public void startAll() {
    List<LocalNode> started = nodes.stream().filter(node -> !node.isRunning()).toList();
    started.forEach(LocalNode::start);
    started.forEach(node -> node.awaitReady(START_TIMEOUT));
  }

  /** Starts one node and waits for it; returns how long that took. */
  public Duration start(LocalNode node) {
    node.start();
    return node.awaitReady(START_TIMEOUT).after();
  }

  public ClusterOptions options() {
    return options;
  }

  public List<LocalNode> nodes() {
    return nodes;
  }

  public LocalNode node(String id) {
    return nodes.stream()
        .filter(node -> node.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no node " + id));
  }

  /** What a client connects to. */
  public String target() {
    return nodes.stream()
        .map(LocalNode::clientAddress)
        .collect(Collectors.joining(",", "zonekeep:///", ""));
  }

  /** Processor time of all nodes that run. */
  public Duration cpu() {
    return nodes.stream()
        .filter(LocalNode::isRunning)
        .map(node -> node.process().cpu())
        .reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public void close() {
    nodes.stream().filter(LocalNode::isRunning).forEach(LocalNode::kill);
  }
}
