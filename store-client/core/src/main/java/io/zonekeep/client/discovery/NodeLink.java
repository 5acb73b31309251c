package io.zonekeep.client.discovery;

import static java.util.Objects.requireNonNull;

import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.Subchannel;
import io.zonekeep.v1.Topology;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one node, kept up for as long as the node is wanted. A subchannel serves for
 * one connection only: gRPC's own reconnecting waits up to two minutes, so after a failure we take
 * a new one, soon. Runs in the channel's synchronization context.
 *
 * <pre>
 *   WAITING    -> CONNECTING   the pause is over
 *   CONNECTING -> UP           HTTP/2 is ready
 *   CONNECTING -> WAITING      refused, or silent for too long
 *   UP         -> WAITING      broken, or silent for too long
 * </pre>
 */
final class NodeLink {
  /**
   * Nodes speak once a second on the topology stream. A connection that is silent for longer is a
   * black hole, even if its TCP still acknowledges: a frozen process, or a proxy without a backend.
   */
  static final long SILENCE_MAX_MILLIS = 1_400;

  /** What a link reports to the balancer that owns it. */
  interface Owner {
    LoadBalancer.Helper helper();

    long nanoTime();

    /** When the node was last heard on anything; not before {@code nanos}. */
    long heardNanos(NodeLink link, long nanos);

    void after(long delayMillis, Runnable task);

    void execute(Runnable task);

    void up(NodeLink link);

    void told(NodeLink link, Topology topology);

    void down(NodeLink link);
  }

  enum State {
    WAITING,
    CONNECTING,
    UP
  }

  private final InetSocketAddress endpoint;
  private final Owner owner;
  private final ReconnectPause pause = new ReconnectPause();
  private State state = State.WAITING;
  private @Nullable Subchannel subchannel;
  private @Nullable TopologyWatch watch;
  private long lastHeardNanos;

  /** Counts the connections, so that late news of an earlier one is known as such. */
  private int round;

  private boolean closed;

  NodeLink(InetSocketAddress endpoint, Owner owner) {
    this.endpoint = endpoint;
    this.owner = owner;
  }

  InetSocketAddress endpoint() {
    return endpoint;
  }

  State state() {
    return state;
  }

  /** Set while CONNECTING and UP. */
  @Nullable Subchannel subchannel() {
    return subchannel;
  }

  void connect() {
    if (closed) {
      return;
    }
    Subchannel fresh =
        owner
            .helper()
            .createSubchannel(
                LoadBalancer.CreateSubchannelArgs.newBuilder()
                    .setAddresses(new EquivalentAddressGroup(endpoint))
                    .addOption(LoadBalancer.DISABLE_SUBCHANNEL_RECONNECT_KEY, true)
                    .build());
    subchannel = fresh;
    state = State.CONNECTING;
    lastHeardNanos = owner.nanoTime();
    int mine = ++round;
    fresh.start(change -> changed(mine, fresh, change));
    fresh.requestConnection();
  }

  void close() {
    closed = true;
    drop();
  }

  /** Takes a new connection if this one is silent. */
  void checkSilence(long nowNanos) {
    long heardNanos = owner.heardNanos(this, lastHeardNanos);
    boolean silent = nowNanos - heardNanos > SILENCE_MAX_MILLIS * 1_000_000;
    if (state != State.WAITING && silent) {
      failed();
    }
  }

  /** We ourselves were asleep, so the silence says nothing of the node. */
  void forgiveSilence(long nowNanos) {
    lastHeardNanos = nowNanos;
  }

  private void changed(int itsRound, Subchannel which, ConnectivityStateInfo change) {
    if (itsRound != round || subchannel == null) {
      return;
    }
    ConnectivityState now = change.getState();
    if (now == ConnectivityState.READY) {
      ready(requireNonNull(which.asChannel(), "no channel"));
    } else if (now == ConnectivityState.TRANSIENT_FAILURE || now == ConnectivityState.IDLE) {
      failed();
    }
  }

  private void ready(Channel channel) {
    state = State.UP;
    lastHeardNanos = owner.nanoTime();
    TopologyWatch started = new TopologyWatch();
    watch = started;
    owner.up(this);
    started.start(
        channel,
        topology -> owner.execute(() -> told(started, topology)),
        () -> owner.execute(() -> ended(started)));
  }

  private void told(TopologyWatch which, Topology topology) {
    if (which == watch) {
      lastHeardNanos = owner.nanoTime();
      pause.reset();
      owner.told(this, topology);
    }
  }

  private void ended(TopologyWatch which) {
    if (which == watch) {
      failed();
    }
  }

  private void failed() {
    drop();
    owner.down(this);
    owner.after(pause.nextMillis(), this::connect);
  }

  private void drop() {
    state = State.WAITING;
    if (watch != null) {
      TopologyWatch ending = watch;
      watch = null;
      ending.cancel();
    }
    if (subchannel != null) {
      Subchannel ending = subchannel;
      subchannel = null;
      ending.shutdown();
    }
  }
}
