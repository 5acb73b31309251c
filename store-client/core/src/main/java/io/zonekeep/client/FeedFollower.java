package io.zonekeep.client;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.zonekeep.client.discovery.View;
import io.zonekeep.v1.WatchRequest;
import io.zonekeep.v1.WatchResponse;
import io.zonekeep.v1.WatchServiceGrpc;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription: keeps a watch open at the primary, whoever that is, and goes on after the last
 * position told. Owned by the loop, but for what says otherwise; the listener is told on the feed
 * thread, one message at a time, and the next is asked for when it has been told. So at most one
 * message waits here, and a slow listener holds the store back.
 *
 * <pre>
 *   CONNECTING -> FOLLOWING          the first message came
 *   FOLLOWING  -> CONNECTING         the stream ended, is silent, or its node is not the primary
 *   FOLLOWING <-> LISTENER_FAILING   the listener throws, or no longer
 *   any        -> ENDED              closed, or refused for good
 * </pre>
 */
final class FeedFollower<E> implements Subscription {
  /**
   * The store speaks once a second. A stream that is silent for longer than this although a message
   * was asked for is left.
   */
  static final long SILENCE_MAX_MILLIS = 3_000;

  static final long LISTENER_PAUSE_MILLIS = 100;
  static final long LISTENER_PAUSE_MAX_MILLIS = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(FeedFollower.class);

  private final Followers followers;
  private final WatchRequest subject;
  private final Function<WatchResponse, List<E>> events;
  private final Function<E, FeedPosition> positionOf;
  private final FeedListener<E> listener;
  private final CompletableFuture<FeedPosition> started = new CompletableFuture<>();

  private FeedStart next;
  private @Nullable ClientCall<WatchRequest, WatchResponse> call;
  private @Nullable InetSocketAddress node;
  private long heardNanos;
  private long reopenNanos;
  private int failures;

  /** Counts the streams, so that late news of an earlier one is known as such. */
  private int round;

  /** Something is being told on the feed thread: what comes next depends on it. */
  private boolean telling;

  /** How the stream ended while its last message was being told. */
  private @Nullable Runnable endedMeanwhile;

  private volatile Optional<FeedPosition> position = Optional.empty();
  private volatile State state = State.CONNECTING;

  FeedFollower(
      Followers followers,
      WatchRequest subject,
      Function<WatchResponse, List<E>> events,
      Function<E, FeedPosition> positionOf,
      FeedStart start,
      FeedListener<E> listener) {
    this.followers = followers;
    this.subject = subject;
    this.events = events;
    this.positionOf = positionOf;
    this.next = start;
    this.listener = listener;
    this.reopenNanos = followers.nanoTime();
  }

  @Override
  public CompletableFuture<FeedPosition> started() {
    return started.copy();
  }

  @Override
  public Optional<FeedPosition> position() {
    return position;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public void close() {
    if (over()) {
      started.completeExceptionally(Outcomes.closed(false));
    }
  }

  /** It is over by somebody else's will. On any thread. */
  void end(ZonekeepException reason) {
    if (over()) {
      if (reason.reason() != ZonekeepException.Reason.CLOSED) {
        LOG.warn("a watch of {} ended: {}", subject.getNamespace(), reason.getMessage());
      }
      started.completeExceptionally(reason);
      followers.tell(() -> guarded(() -> listener.onEnd(reason)));
    }
  }

  /** Whether it is over by this call. */
  private synchronized boolean over() {
    boolean first = state != State.ENDED;
    state = State.ENDED;
    if (first) {
      followers.remove(this);
      followers.loop().execute(() -> leave("the subscription is over"));
    }
    return first;
  }

  /** Leaves a stream that is lost, and opens one if there is none. */
  void look() {
    if (state == State.ENDED) {
      return;
    }
    long now = followers.nanoTime();
    View view = followers.view();
    if (call != null && isLost(view)) {
      failures = 0;
      reopenNanos = now;
      leave("the primary is elsewhere or silent");
    } else if (call != null && isSilent(now)) {
      leave("silent");
      reopenLater(now);
    }
    if (call == null && !telling && view.primary().isPresent() && now - reopenNanos >= 0) {
      open(view.primary().get());
    }
  }

  /** A stream to a node that stepped down stays until its successor is known, or until it ends. */
  private boolean isLost(View view) {
    boolean elsewhere = view.primary().isPresent() && !view.primary().get().equals(node);
    boolean up = view.nodes().stream().anyMatch(each -> each.endpoint().equals(node) && each.up());
    return elsewhere || !up;
  }

  /** While the listener is being told nothing is asked for, so silence means nothing. */
  private boolean isSilent(long now) {
    return !telling && now - heardNanos > TimeUnit.MILLISECONDS.toNanos(SILENCE_MAX_MILLIS);
  }

  private void open(InetSocketAddress primary) {
    ClientCall<WatchRequest, WatchResponse> opened =
        followers.nodes().call(WatchServiceGrpc.getWatchMethod(), primary);
    call = opened;
    node = primary;
    heardNanos = followers.nanoTime();
    FeedStart asked = next;
    opened.start(new Messages(++round, asked), new Metadata());
    opened.request(1);
    opened.sendMessage(FeedMessages.request(subject, asked));
    opened.halfClose();
  }

  private void leave(String why) {
    ClientCall<WatchRequest, WatchResponse> leaving = call;
    call = null;
    node = null;
    round++;
    setState(State.CONNECTING);
    if (leaving != null) {
      leaving.cancel(why, null);
    }
  }

  private void reopenLater(long now) {
    failures++;
    long waitMillis = failures == 1 ? 0 : followers.backoff().millis(failures - 1);
    reopenNanos = now + TimeUnit.MILLISECONDS.toNanos(waitMillis);
  }

  private synchronized void setState(State newState) {
    if (state != State.ENDED) {
      state = newState;
    }
  }

  /** What comes on one stream. */
  private final class Messages extends ClientCall.Listener<WatchResponse> {
    private final int itsRound;
    private final FeedStart asked;

    Messages(int itsRound, FeedStart asked) {
      this.itsRound = itsRound;
      this.asked = asked;
    }

    @Override
    public void onMessage(WatchResponse message) {
      if (itsRound != round || node == null) {
        return;
      }
      heardNanos = followers.nanoTime();
      followers.nodes().heard(node);
      failures = 0;
      setState(State.FOLLOWING);
      telling = true;
      followers.tell(() -> tell(message, itsRound, LISTENER_PAUSE_MILLIS));
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (itsRound == round) {
        leave("ended");
        RefusedException why = RefusedException.of(status, trailers);
        if (telling) {
          endedMeanwhile = () -> ended(asked, why);
        } else {
          ended(asked, why);
        }
      }
    }
  }

  private void ended(FeedStart asked, RefusedException refused) {
    switch (refused.error().getReason()) {
      case ERROR_REASON_POSITION_GONE -> positionGone(asked, refused);
      case ERROR_REASON_INVALID_FIELD, ERROR_REASON_FEED_OFF ->
          end(Outcomes.refused(refused.error(), Effect.READ));
      default -> {
        if (refused.error().hasPrimary()) {
          followers.nodes().tracker().hinted(refused.error().getPrimary());
        }
        reopenLater(followers.nanoTime());
        look();
      }
    }
  }

  private void positionGone(FeedStart asked, RefusedException refused) {
    FeedPosition earliest = refused.earliest().orElseThrow();
    FeedPosition wanted =
        position.orElse(asked instanceof FeedStart.After after ? after.position() : earliest);
    telling = true;
    reopenLater(followers.nanoTime());
    followers.tell(() -> askWhereToGoOn(wanted, earliest, LISTENER_PAUSE_MILLIS));
  }

  // On the feed thread.

  private void tell(WatchResponse message, int itsRound, long pauseMillis) {
    FeedPosition upTo = FeedMessages.position(message.getUpTo());
    List<E> fresh =
        events.apply(message).stream().filter(event -> isFresh(positionOf.apply(event))).toList();
    if (state == State.ENDED) {
      return;
    }
    started.complete(upTo);
    if (guarded(() -> listener.onEvents(fresh, upTo))) {
      position = Optional.of(upTo);
      followers.loop().execute(() -> told(new FeedStart.After(upTo), itsRound));
    } else {
      later(pauseMillis, longer -> tell(message, itsRound, longer));
    }
  }

  private void askWhereToGoOn(FeedPosition asked, FeedPosition earliest, long pauseMillis) {
    if (state == State.ENDED) {
      return;
    }
    FeedStart[] answer = new FeedStart[1];
    if (guarded(() -> answer[0] = listener.onPositionGone(asked, earliest))) {
      position = Optional.empty();
      followers.loop().execute(() -> told(answer[0], round));
    } else {
      later(pauseMillis, longer -> askWhereToGoOn(asked, earliest, longer));
    }
  }

  private boolean isFresh(FeedPosition event) {
    return position.isEmpty() || event.compareTo(position.get()) > 0;
  }

  private boolean guarded(Runnable telling) {
    try {
      telling.run();
      return true;
    } catch (RuntimeException | Error e) {
      LOG.error("a listener to the feed of {} failed", subject.getNamespace(), e);
      return false;
    }
  }

  /** Does not hold up the other subscriptions meanwhile. */
  private void later(long pauseMillis, java.util.function.LongConsumer again) {
    setState(State.LISTENER_FAILING);
    long longer = Math.min(2 * pauseMillis, LISTENER_PAUSE_MAX_MILLIS);
    followers.loop().later(() -> followers.tell(() -> again.accept(longer)), pauseMillis);
  }

  // On the loop again.

  private void told(FeedStart goOn, int itsRound) {
    telling = false;
    next = goOn;
    heardNanos = followers.nanoTime();
    Runnable ending = endedMeanwhile;
    endedMeanwhile = null;
    ClientCall<WatchRequest, WatchResponse> open = call;
    if (ending != null) {
      ending.run();
    } else if (open != null && itsRound == round) {
      setState(State.FOLLOWING);
      open.request(1);
    } else {
      look();
    }
  }
}
