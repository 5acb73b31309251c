package io.zonekeep.spring.session;

import io.zonekeep.client.Feed;
import io.zonekeep.client.FeedListener;
import io.zonekeep.client.FeedPosition;
import io.zonekeep.client.FeedStart;
import io.zonekeep.client.SessionEvent;
import io.zonekeep.client.Subscription;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.client.ZonekeepException;
import io.zonekeep.client.ZonekeepException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes SessionCreatedEvent, SessionDeletedEvent and SessionExpiredEvent of all sessions of the
 * namespace, whichever app server caused them, in the order in which they happened, on the client's
 * feed thread. A failover of the store neither loses nor repeats one.
 *
 * <p>A subscriber with a name is told after a restart what it missed, as long as the store keeps it
 * (its setting feed.window): its position is kept in the store, in a key of the same namespace, and
 * written after each batch was told. An application that crashes between the two is told that batch
 * again: at least once, at most one batch twice. A subscriber without a name begins with what
 * happens after it has started. Names must differ between app servers.
 *
 * <p>A listener's exception is logged, and does not stop the events.
 */
public final class SessionEvents implements SmartLifecycle, FeedListener<SessionEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(SessionEvents.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration STOP_MAX = Duration.ofSeconds(5);

  private final Feed feed;
  private final EventPublisher publisher;
  private final Optional<KeptPosition> kept;
  private final LongAdder gaps = new LongAdder();

  /** Held while a batch is told, so that a stop can wait for its end. */
  private final ReentrantLock telling = new ReentrantLock();

  /** Guarded by this. */
  private @Nullable Subscription subscription;

  private volatile boolean autoStartup = true;
  private volatile boolean running;
  private volatile CompletableFuture<FeedPosition> started = new CompletableFuture<>();

  private SessionEvents(
      ZonekeepClient client,
      String namespace,
      Optional<String> subscriber,
      EventPublisher publisher) {
    feed = client.feed(namespace);
    kept = subscriber.map(name -> new KeptPosition(client.keyValue(namespace), name));
    this.publisher = publisher;
  }

  /**
   * Of a servlet application.
   *
   * @param subscriber the app server's own name, 1 to 200 bytes; empty: begins anew at each start
   */
  public static SessionEvents of(
      ZonekeepSessionRepository repository,
      ZonekeepClient client,
      String namespace,
      Optional<String> subscriber,
      ApplicationEventPublisher application) {
    return new SessionEvents(
        client,
        namespace,
        subscriber,
        new EventPublisher(
            repository, repository.store(), client.sessions(namespace), application));
  }

  /** Of a reactive application; as the other. */
  public static SessionEvents of(
      ReactiveZonekeepSessionRepository repository,
      ZonekeepClient client,
      String namespace,
      Optional<String> subscriber,
      ApplicationEventPublisher application) {
    return new SessionEvents(
        client,
        namespace,
        subscriber,
        new EventPublisher(
            repository, repository.store(), client.sessions(namespace), application));
  }

  /** Completes when every later event will be published. */
  public CompletableFuture<FeedPosition> started() {
    return started.copy();
  }

  /** What it has done so far. */
  public EventMetrics metrics() {
    return publisher.metrics(gaps.sum());
  }

  /** Returns at once; the store need not be there yet. */
  @Override
  public synchronized void start() {
    if (!running) {
      running = true;
      started = new CompletableFuture<>();
      resume();
    }
  }

  /** Waits for the end of a batch that is being told. */
  @Override
  public void stop() {
    synchronized (this) {
      running = false;
      if (subscription != null) {
        subscription.close();
        subscription = null;
      }
    }
    try {
      if (telling.tryLock(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        telling.unlock();
      } else {
        LOG.warn("a listener to session events was still at work after {}", STOP_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it starts with the application; by default it does. */
  public void setAutoStartup(boolean starts) {
    autoStartup = starts;
  }

  @Override
  public boolean isAutoStartup() {
    return autoStartup;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public void onEvents(List<SessionEvent> events, FeedPosition upTo) {
    telling.lock();
    try {
      if (!running) {
        return;
      }
      events.forEach(publisher::publish);
      kept.ifPresent(position -> position.told(upTo, !events.isEmpty()));
    } finally {
      telling.unlock();
    }
  }

  @Override
  public FeedStart onPositionGone(FeedPosition asked, FeedPosition earliest) {
    gaps.increment();
    LOG.warn(
        "session events were missed: those after {} are no longer kept, it goes on with the earliest, {}",
        asked,
        earliest);
    return FeedStart.earliest();
  }

  /** The position may be of a store that was set up anew. */
  @Override
  public void onEnd(ZonekeepException reason) {
    if (running && reason.reason() == Reason.INVALID_ARGUMENT && kept.isPresent()) {
      gaps.increment();
      LOG.warn("session events were missed: the kept position is refused: {}", reason.getMessage());
      subscribe(FeedStart.now());
    }
  }

  private void resume() {
    if (kept.isEmpty()) {
      subscribe(FeedStart.now());
      return;
    }
    var unused = kept.get().read().whenComplete(this::resume);
  }

  private void resume(Optional<FeedPosition> position, @Nullable Throwable failure) {
    if (failure == null) {
      subscribe(position.map(FeedStart::after).orElseGet(FeedStart::now));
      return;
    }
    LOG.warn("the position of session events cannot be read yet: {}", failure.toString());
    CompletableFuture.delayedExecutor(AGAIN.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> {
          if (running) {
            resume();
          }
        });
  }

  private synchronized void subscribe(FeedStart from) {
    if (!running) {
      return;
    }
    Subscription opened = feed.sessions(from, this);
    subscription = opened;
    var unused = opened.started().thenAccept(started::complete);
  }
}
