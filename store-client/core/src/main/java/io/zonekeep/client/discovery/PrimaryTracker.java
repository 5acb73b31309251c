package io.zonekeep.client.discovery;

import static java.util.Objects.requireNonNull;

import io.zonekeep.v1.Node;
import io.zonekeep.v1.PrimaryHint;
import io.zonekeep.v1.Role;
import io.zonekeep.v1.Topology;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Knows who is primary, from what the nodes say of themselves and of each other. Safe for many
 * threads; listeners are called on the teller's thread and must return at once.
 *
 * <p>The claim of the highest term wins and a lower one never does: a primary that was cut off goes
 * on saying "I am the primary" until it hears of its successor. What others say of a node is void
 * once that node itself, in that term or a later one, says otherwise.
 */
public final class PrimaryTracker {
  private final StoreTime storeTime;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Map<InetSocketAddress, NodeState> nodes = new LinkedHashMap<>();

  /** The last word of each node that a connection is up to. */
  private final Map<InetSocketAddress, Claim> claims = new LinkedHashMap<>();

  /** Those that have spoken since the best claim's term was first heard of. */
  private final Set<InetSocketAddress> spokenSince = new HashSet<>();

  private Claim hinted = Claim.NONE;

  /** The best claim so far; its term is a floor: claims of lower terms are not believed. */
  private Claim best = Claim.NONE;

  private Optional<Topology> topology = Optional.empty();
  private volatile View view = View.NOTHING;

  public PrimaryTracker(StoreTime storeTime) {
    this.storeTime = requireNonNull(storeTime, "storeTime is null");
  }

  public View view() {
    return view;
  }

  /** Has {@code listener} run after everything that is told. */
  public void listen(Runnable listener) {
    listeners.add(listener);
  }

  /** A call was refused with this hint. */
  public void hinted(PrimaryHint hint) {
    change(() -> hinted = hinted.orBetter(Claim.of(hint)));
  }

  void added(InetSocketAddress endpoint) {
    change(() -> nodes.putIfAbsent(endpoint, NodeState.unknown(endpoint)));
  }

  void removed(InetSocketAddress endpoint) {
    change(() -> {
      nodes.remove(endpoint);
      claims.remove(endpoint);
    });
  }

  void up(InetSocketAddress endpoint) {
    change(() -> nodes.computeIfPresent(endpoint, (same, node) -> node.withUp(true)));
  }

  void down(InetSocketAddress endpoint) {
    change(() -> {
      nodes.computeIfPresent(endpoint, (same, node) -> node.withUp(false));
      claims.remove(endpoint);
    });
  }

  void told(InetSocketAddress endpoint, Topology told) {
    storeTime.seen(told.getStoreTimeMillis());
    change(() -> {
      if (nodes.containsKey(endpoint)) {
        nodes.put(endpoint, stateOf(endpoint, told));
        claims.put(endpoint, Claim.of(told));
        spokenSince.add(endpoint);
        topology = Optional.of(newer(told));
      }
    });
  }

  private void change(Runnable change) {
    synchronized (this) {
      change.run();
      judge();
      view = look();
    }
    listeners.forEach(Runnable::run);
  }

  private void judge() {
    if (clusterIsAnother()) {
      best = Claim.NONE;
      hinted = Claim.NONE;
    }
    List<Claim> all = new ArrayList<>(claims.values());
    all.add(hinted);
    all.add(best);
    long newestTerm =
        all.stream()
            .filter(Claim::namesPrimary)
            .mapToLong(Claim::term)
            .reduce(best.term(), Math::max);
    if (newestTerm > best.term()) {
      spokenSince.clear();
    }
    best =
        all.stream()
            .filter(claim -> claim.term() == newestTerm && !denied(claim))
            .reduce(new Claim(newestTerm, "", "", false), Claim::orBetter);
  }

  /**
   * Terms never fall within one cluster. When a majority of nodes is heard and all of them have
   * spoken of lower terms since, the cluster was set up anew under the old addresses.
   */
  private boolean clusterIsAnother() {
    return claims.size() * 2 > nodes.size()
        && spokenSince.containsAll(claims.keySet())
        && claims.values().stream().allMatch(claim -> claim.term() < best.term());
  }

  /** Whether the node that the claim names says otherwise itself. */
  private boolean denied(Claim claim) {
    return claim.namesPrimary()
        && ownWord(claim.node())
            .filter(own -> own.term() >= claim.term() && !own.self())
            .isPresent();
  }

  private Optional<Claim> ownWord(String node) {
    return endpointOf(node).map(claims::get);
  }

  private View look() {
    Optional<InetSocketAddress> primary =
        Optional.of(best.node())
            .filter(node -> !node.isEmpty())
            .flatMap(this::primaryEndpoint)
            .filter(endpoint -> requireNonNull(nodes.get(endpoint), "no such endpoint").up());
    return new View(
        best.term(), best.node(), best.address(), primary, topology, List.copyOf(nodes.values()));
  }

  private Optional<InetSocketAddress> primaryEndpoint(String node) {
    return endpointOf(node).or(this::endpointByAddress);
  }

  /** A node may be reached by two addresses: one that is up goes first. */
  private Optional<InetSocketAddress> endpointOf(String node) {
    Optional<InetSocketAddress> any = Optional.empty();
    for (NodeState state : nodes.values()) {
      if (state.nodeId().equals(node)) {
        any = state.up() || any.isEmpty() ? Optional.of(state.endpoint()) : any;
      }
    }
    return any;
  }

  private Optional<InetSocketAddress> endpointByAddress() {
    return nodes.keySet().stream().filter(this::isBestAddress).findFirst();
  }

  private boolean isBestAddress(InetSocketAddress endpoint) {
    String text = endpoint.getAddress().getHostAddress() + ":" + endpoint.getPort();
    return text.equals(best.address());
  }

  private Topology newer(Topology told) {
    Claim claim = Claim.of(told);
    boolean older =
        claim.term() < best.term()
            && topology.filter(known -> Claim.of(known).term() >= best.term()).isPresent();
    return older ? topology.orElse(told) : told;
  }

  private static NodeState stateOf(InetSocketAddress endpoint, Topology told) {
    Optional<Node> self =
        told.getNodesList().stream()
            .filter(node -> node.getId().equals(told.getObserverNode()))
            .findFirst();
    return new NodeState(
        endpoint,
        true,
        told.getObserverNode(),
        self.map(Node::getZone).orElse(""),
        self.filter(node -> node.getRole() == Role.ROLE_STANDBY).isPresent());
  }
}
