package io.zonekeep.client.discovery;

import static java.util.Objects.requireNonNull;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the addresses of the target to the channel: at the start, when the records' time to live
 * has passed, and when a connection failed. Runs in the channel's synchronization context; look-ups
 * run elsewhere, one at a time.
 */
final class TargetResolver extends NameResolver {
  /** Records with less time to live, and failing connections, do not make us ask more often. */
  static final Duration PAUSE_MIN = Duration.ofSeconds(1);

  private final TargetLookup lookup;
  private final LongSupplier ticker;
  private final Attributes attributes;
  private final SynchronizationContext context;
  private final ScheduledExecutorService timer;
  private @Nullable Listener2 listener;
  private SynchronizationContext.@Nullable ScheduledHandle next;
  private boolean looking;
  private long lastFoundNanos;
  private boolean stopped;

  TargetResolver(TargetLookup lookup, LongSupplier ticker, Attributes attributes, Args args) {
    this.lookup = lookup;
    this.ticker = ticker;
    this.attributes = attributes;
    this.context = args.getSynchronizationContext();
    this.timer = requireNonNull(args.getScheduledExecutorService(), "no timer");
  }

  @Override
  public String getServiceAuthority() {
    return "zonekeep";
  }

  @Override
  public void start(Listener2 newListener) {
    listener = newListener;
    lookUp();
  }

  /** A connection failed: the node may have moved. */
  @Override
  public void refresh() {
    if (!looking) {
      schedule(PAUSE_MIN.minusNanos(ticker.getAsLong() - lastFoundNanos));
    }
  }

  @Override
  public void shutdown() {
    stopped = true;
    cancelNext();
  }

  private void lookUp() {
    cancelNext();
    looking = true;
    var unused = lookup.lookUp().thenAccept(found -> context.execute(() -> found(found)));
  }

  private void found(Found<InetSocketAddress> found) {
    looking = false;
    lastFoundNanos = ticker.getAsLong();
    if (stopped) {
      return;
    }
    if (!found.values().isEmpty()) {
      publish(found.values());
    }
    schedule(longer(found.timeToLive(), PAUSE_MIN));
  }

  private void publish(List<InetSocketAddress> addresses) {
    List<EquivalentAddressGroup> groups =
        addresses.stream().map(EquivalentAddressGroup::new).toList();
    ResolutionResult result =
        ResolutionResult.newBuilder()
            .setAddressesOrError(StatusOr.fromValue(groups))
            .setAttributes(attributes)
            .build();
    requireNonNull(listener, "not started").onResult2(result);
  }

  private void schedule(Duration delay) {
    cancelNext();
    next =
        context.schedule(this::lookUp, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS, timer);
  }

  private void cancelNext() {
    if (next != null) {
      next.cancel();
      next = null;
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
