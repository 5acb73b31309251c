package io.zonekeep.client;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.zonekeep.client.discovery.Nodes;
import io.zonekeep.client.discovery.PrimaryTracker;
import io.zonekeep.client.discovery.View;
import io.zonekeep.v1.PrimaryHint;
import io.zonekeep.v1.StreamServiceGrpc;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one batch stream to the primary, whoever that is: at news of another it leaves the old
 * stream, opens a new one and hands the unanswered calls back. Owned by the loop; only the news may
 * come on any thread.
 */
final class PrimaryStream {
  private static final int CLIENT_ID_BYTES = 16;
  private static final long LASTED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long BREAKER_LOOK_MILLIS = 50;

  /** Who sends on the stream. */
  interface Owner extends BatchStream.Owner {
    /** These calls were under way on a stream that is no more. */
    void lost(List<PendingCall<?>> calls);

    /** The primary is another, or can be reached again: nothing needs to wait any longer. */
    void primaryChanged();
  }

  private final Nodes nodes;
  private final PrimaryTracker tracker;
  private final Loop loop;
  private final Breakers breakers;
  private final Backoff backoff;
  private final LongSupplier ticker;
  private final String clientName;
  private final Counters counters;
  private final Owner owner;
  private final ByteString clientId = randomClientId();
  private final AtomicBoolean followComing = new AtomicBoolean();
  private View view;
  private @Nullable BatchStream stream;
  private long startedNanos;
  private int failures;
  private long reopenNanos;
  private boolean closed;

  PrimaryStream(
      ClientOptions options,
      Nodes nodes,
      Loop loop,
      Breakers breakers,
      Backoff backoff,
      Counters counters,
      Owner owner) {
    this.nodes = nodes;
    this.tracker = nodes.tracker();
    this.loop = loop;
    this.breakers = breakers;
    this.backoff = backoff;
    this.ticker = options.ticker();
    this.clientName = options.clientName();
    this.counters = counters;
    this.owner = owner;
    this.view = tracker.view();
    this.reopenNanos = ticker.getAsLong();
  }

  void start() {
    tracker.listen(this::newsComing);
  }

  /** The stream to send on now; null: there is none, or its node is not the primary any more. */
  @Nullable BatchStream usable() {
    return stream != null && isPrimary(stream.node()) ? stream : null;
  }

  /** The caller no longer waits for what was sent under this id. */
  void forget(long slot) {
    if (stream != null) {
      stream.forget(slot);
    }
  }

  /** Takes a hint if it says anything new. */
  void hinted(PrimaryHint hint) {
    boolean other = !hint.getPrimaryNode().equals(view.primaryNode());
    if (other && !hint.getPrimaryNode().isEmpty() && hint.getTerm() >= view.term()) {
      tracker.hinted(hint);
    }
  }

  void opened(BatchStream which) {
    breakers.succeeded(which.node());
  }

  /** The stream ended by itself. The first time it is opened again at once, then after a while. */
  void ended(BatchStream which, Status status) {
    stream = null;
    owner.lost(which.unanswered());
    if (!status.isOk() || !which.opened()) {
      breakers.failed(which.node(), status.asException());
    }
    long now = ticker.getAsLong();
    failures = now - startedNanos > LASTED_NANOS ? 1 : failures + 1;
    long waitMillis = failures == 1 ? 0 : backoff.millis(failures - 1);
    reopenNanos = now + TimeUnit.MILLISECONDS.toNanos(waitMillis);
    newsComing();
  }

  void close() {
    closed = true;
    if (stream != null) {
      BatchStream ending = stream;
      stream = null;
      owner.lost(ending.cancel("the client was closed"));
    }
  }

  private void newsComing() {
    if (followComing.compareAndSet(false, true)) {
      loop.execute(this::follow);
    }
  }

  private void follow() {
    followComing.set(false);
    if (closed) {
      return;
    }
    View old = view;
    view = tracker.view();
    leaveLostStream();
    if (view.term() != old.term() || !view.primary().equals(old.primary())) {
      failures = 0;
      reopenNanos = ticker.getAsLong();
      view.primary().ifPresent(breakers::renewed);
      owner.primaryChanged();
    }
    openStream();
    owner.writable();
  }

  /**
   * A stream to a node that stepped down stays until its successor is known: answers may be on
   * their way. One to a node that is silent or gone does not.
   */
  private void leaveLostStream() {
    BatchStream from = stream;
    if (from == null || isPrimary(from.node())) {
      return;
    }
    boolean up =
        view.nodes().stream().anyMatch(node -> node.endpoint().equals(from.node()) && node.up());
    if (view.primary().isPresent() || !up) {
      stream = null;
      if (!from.opened()) {
        breakers.failed(from.node(), new IllegalStateException("stream did not open"));
      }
      owner.lost(from.cancel("the primary is elsewhere or silent"));
    }
  }

  private void openStream() {
    if (stream != null || view.primary().isEmpty()) {
      return;
    }
    InetSocketAddress primary = view.primary().get();
    long waitNanos = reopenNanos - ticker.getAsLong();
    if (waitNanos > 0) {
      loop.later(this::newsComing, TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1);
    } else if (breakers.tryEnter(primary)) {
      counters.streams.increment();
      startedNanos = ticker.getAsLong();
      stream =
          new BatchStream(
              primary, nodes.call(StreamServiceGrpc.getExchangeMethod(), primary), owner);
      stream.start(clientId, clientName);
    } else {
      loop.later(this::newsComing, BREAKER_LOOK_MILLIS);
    }
  }

  private boolean isPrimary(InetSocketAddress node) {
    return view.primary().filter(node::equals).isPresent();
  }

  private static ByteString randomClientId() {
    byte[] id = new byte[CLIENT_ID_BYTES];
    new SecureRandom().nextBytes(id);
    return ByteString.copyFrom(id);
  }
}
