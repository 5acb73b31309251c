package io.zonekeep.client.discovery;

import static java.util.Objects.requireNonNull;

import io.grpc.ConnectivityState;
import io.grpc.LoadBalancer;
import io.grpc.Status;
import io.zonekeep.v1.Node;
import io.zonekeep.v1.Topology;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one warm connection to each node, those that the target names and those that the nodes name
 * themselves, and leads each call to the node it is for. Runs in the channel's synchronization
 * context.
 */
final class NodeBalancer extends LoadBalancer implements NodeLink.Owner {
  private static final long CHECK_MILLIS = 100;

  /** A check that comes this late shows that our own process was stopped or starved. */
  private static final long OWN_PAUSE_NANOS = 500_000_000;

  /** Between two look-ups of one member's own address. */
  private static final long LEARN_PAUSE_MILLIS = 2_000;

  private final Helper helper;
  private final Map<InetSocketAddress, NodeLink> links = new LinkedHashMap<>();
  private final Map<InetSocketAddress, String> nodeIds = new LinkedHashMap<>();

  private final Set<String> learning = new HashSet<>();

  /** Named by the target, by its newest look-up. */
  private Set<InetSocketAddress> named = Set.of();

  private @Nullable Discovery discovery;
  private long lastCheckNanos;
  private boolean closed;

  NodeBalancer(Helper helper) {
    this.helper = helper;
  }

  @Override
  public Status acceptResolvedAddresses(ResolvedAddresses resolved) {
    if (discovery == null) {
      discovery = requireNonNull(resolved.getAttributes().get(Discovery.ATTRIBUTE), "not ours");
      lastCheckNanos = nanoTime();
      tracker().listen(this::learnPrimaryLater);
      after(CHECK_MILLIS, this::check);
    }
    Set<InetSocketAddress> addresses = new HashSet<>();
    resolved
        .getAddresses()
        .forEach(group -> addresses.add((InetSocketAddress) group.getAddresses().get(0)));
    named = addresses;
    resolved.getAddresses().forEach(group -> link((InetSocketAddress) group.getAddresses().get(0)));
    unlinkForgotten();
    showState();
    return Status.OK;
  }

  /** The last addresses serve on. */
  @Override
  public void handleNameResolutionError(Status error) {}

  @Override
  public void shutdown() {
    closed = true;
    links.values().forEach(NodeLink::close);
    links.clear();
  }

  @Override
  public Helper helper() {
    return helper;
  }

  @Override
  public long nanoTime() {
    return discovery().ticker().getAsLong();
  }

  @Override
  public long heardNanos(NodeLink link, long nanos) {
    return discovery().life().laterOf(nanos, link.endpoint());
  }

  @Override
  public void after(long delayMillis, Runnable task) {
    helper
        .getSynchronizationContext()
        .schedule(task, delayMillis, TimeUnit.MILLISECONDS, helper.getScheduledExecutorService());
  }

  @Override
  public void execute(Runnable task) {
    helper.getSynchronizationContext().execute(task);
  }

  /** The picker goes first: news of a node lets calls follow at once. */
  @Override
  public void up(NodeLink link) {
    showState();
    tracker().up(link.endpoint());
  }

  @Override
  public void told(NodeLink link, Topology topology) {
    nodeIds.put(link.endpoint(), topology.getObserverNode());
    tracker().told(link.endpoint(), topology);
    topology.getNodesList().forEach(member -> learn(member.getId(), member.getClientAddress()));
    unlinkForgotten();
  }

  @Override
  public void down(NodeLink link) {
    showState();
    tracker().down(link.endpoint());
    helper.refreshNameResolution();
    unlinkForgotten();
  }

  private void check() {
    if (closed) {
      return;
    }
    long now = nanoTime();
    if (now - lastCheckNanos > OWN_PAUSE_NANOS) {
      links.values().forEach(link -> link.forgiveSilence(now));
    }
    lastCheckNanos = now;
    List.copyOf(links.values()).forEach(link -> link.checkSilence(now));
    after(CHECK_MILLIS, this::check);
  }

  private void link(InetSocketAddress endpoint) {
    if (!links.containsKey(endpoint)) {
      NodeLink link = new NodeLink(endpoint, this);
      links.put(endpoint, link);
      tracker().added(endpoint);
      link.connect();
    }
  }

  /** A hint may name a primary that no topology has told of. */
  private void learnPrimaryLater() {
    View view = tracker().view();
    if (view.primary().isEmpty() && !view.primaryAddress().isEmpty()) {
      execute(() -> learn(view.primaryNode(), view.primaryAddress()));
    }
  }

  /** A member that no link leads to is linked by the address it tells of itself. */
  private void learn(String nodeId, String clientAddress) {
    boolean known = nodeIds.containsValue(nodeId);
    if (closed || known || clientAddress.isEmpty() || !learning.add(nodeId)) {
      return;
    }
    after(LEARN_PAUSE_MILLIS, () -> learning.remove(nodeId));
    HostPort address;
    try {
      address = HostPort.parse(clientAddress, Target.DEFAULT_PORT);
    } catch (IllegalArgumentException e) {
      return;
    }
    var unused =
        discovery()
            .names()
            .addresses(address.host())
            .thenAccept(found -> execute(() -> learned(nodeId, address.port(), found)));
  }

  private void learned(String nodeId, int port, Found<InetAddress> found) {
    if (closed || found.values().isEmpty() || nodeIds.containsValue(nodeId)) {
      return;
    }
    InetSocketAddress endpoint = new InetSocketAddress(found.values().get(0), port);
    nodeIds.putIfAbsent(endpoint, nodeId);
    link(endpoint);
    showState();
  }

  /**
   * Drops connections that are broken and that neither the target nor a member's own address asks
   * for. One that works stays: DNS may forget a node that is well.
   */
  private void unlinkForgotten() {
    for (NodeLink link : new ArrayList<>(links.values())) {
      if (link.state() != NodeLink.State.UP && !wanted(link.endpoint())) {
        link.close();
        links.remove(link.endpoint());
        nodeIds.remove(link.endpoint());
        tracker().removed(link.endpoint());
        discovery().life().forget(link.endpoint());
      }
    }
  }

  private boolean wanted(InetSocketAddress endpoint) {
    String nodeId = nodeIds.getOrDefault(endpoint, "");
    return named.contains(endpoint)
        || learnedStillMember(endpoint)
        || (!nodeId.isEmpty() && nodeId.equals(tracker().view().primaryNode()));
  }

  private boolean learnedStillMember(InetSocketAddress endpoint) {
    return tracker()
        .view()
        .topology()
        .filter(topology -> topology.getNodesList().stream().anyMatch(node -> is(node, endpoint)))
        .isPresent();
  }

  private boolean is(Node member, InetSocketAddress endpoint) {
    return member.getId().equals(nodeIds.get(endpoint))
        && nodeIds.entrySet().stream()
            .noneMatch(
                other -> other.getValue().equals(member.getId()) && named.contains(other.getKey()));
  }

  private void showState() {
    helper.updateBalancingState(ConnectivityState.READY, new NodePicker(links.values()));
  }

  private PrimaryTracker tracker() {
    return discovery().tracker();
  }

  private Discovery discovery() {
    return requireNonNull(discovery, "no addresses yet");
  }
}
