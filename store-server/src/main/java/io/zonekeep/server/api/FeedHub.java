package io.zonekeep.server.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.zonekeep.server.replication.NotPrimaryException;
import io.zonekeep.server.replication.Replication;
import io.zonekeep.server.state.FeedMarks;
import io.zonekeep.server.state.FeedPage;
import io.zonekeep.server.state.FeedPosition;
import io.zonekeep.server.state.FeedTopic;
import io.zonekeep.v1.WatchResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the feed to its watchers, on one thread that the writes never wait for. While there are
 * watchers it looks every {@value #LOOK_MILLIS} ms whether the feed has grown; what is new is read
 * once for all watchers at its end. A watcher that is not ready to be sent more leaves the end with
 * its position, and reads on from the stored feed, a page at a turn, once it is ready again: so the
 * memory for a slow watcher is what gRPC holds of one page, and a slow one costs the others
 * nothing.
 *
 * <pre>
 *   new      -> behind    its position is known and told
 *   behind   -> end       it has been sent all there is
 *   behind   -> waiting   its stream is full
 *   end      -> waiting   likewise, when something new is there for it
 *   waiting  -> behind    its stream has room
 *   any      -> ended     cancelled; or told why: its position is gone, this node is not the primary
 * </pre>
 */
final class FeedHub implements AutoCloseable {
  static final int LOOK_MILLIS = 5;

  /**
   * A watcher hears at least this often, events or not: a client takes longer silence for death.
   */
  static final long HEARTBEAT_MILLIS = 1_000;

  private static final long CLOSE_MILLIS = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(FeedHub.class);

  private final Replication replication;
  private final FeedReads feed;
  private final Errors errors;
  private final int watchersMax;
  private final LongSupplier nanoTime;
  private final FeedMetrics metrics;
  private final AtomicInteger watching = new AtomicInteger();

  /** Bounded by the watchers: each is added, woken once at a time, and removed. */
  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

  private final Thread thread;
  private volatile boolean closed;

  // All below is owned by the thread.

  private final Map<FeedTopic, FeedEnd> ends = new EnumMap<>(FeedTopic.class);
  private final Set<FeedWatcher> all = new LinkedHashSet<>();

  /** They wait for the cluster's first entry. */
  private final List<FeedWatcher> unborn = new ArrayList<>();

  private final Queue<FeedWatcher> behind = new ArrayDeque<>();
  private final Set<FeedWatcher> waiting = new LinkedHashSet<>();

  /** The last look did not read all there was. */
  private boolean moreAtEnd;

  private long beatNanos;
  private long servingAskedNanos;
  private boolean serving;

  FeedHub(
      Replication replication,
      Errors errors,
      int watchersMax,
      MeterRegistry registry,
      LongSupplier nanoTime) {
    this.replication = replication;
    this.feed = new FeedReads(replication);
    this.errors = errors;
    this.watchersMax = watchersMax;
    this.nanoTime = nanoTime;
    this.metrics = new FeedMetrics(registry, feed, watching::get);
    for (FeedTopic topic : FeedTopic.values()) {
      ends.put(topic, new FeedEnd(topic));
    }
    this.thread = Thread.ofPlatform().name("zonekeep-feed").daemon().unstarted(this::run);
  }

  void start() {
    beatNanos = nanoTime.getAsLong();
    thread.start();
  }

  // From any thread.

  /**
   * Takes a place for one more watcher.
   *
   * @throws BusyException if there are too many
   */
  void enter() {
    if (closed) {
      throw new ShuttingDownException();
    }
    if (watching.incrementAndGet() > watchersMax) {
      watching.decrementAndGet();
      throw new BusyException(
          "%d watch the feed already (feed.watchers_max)".formatted(watchersMax));
    }
  }

  /** A watcher that has entered. */
  void add(FeedWatcher watcher) {
    tasks.add(() -> {
      all.add(watcher);
      unborn.add(watcher);
    });
  }

  /** There is room in the watcher's stream again. */
  void ready(FeedWatcher watcher) {
    tasks.add(() -> {
      if (waiting.remove(watcher)) {
        behind.add(watcher);
      }
    });
  }

  /** The watcher has cancelled. */
  void remove(FeedWatcher watcher) {
    tasks.add(() -> {
      watcher.gone();
      forget(watcher);
    });
  }

  /** Ends all watches. */
  @Override
  public void close() {
    closed = true;
    tasks.add(() -> {});
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // On the thread.

  private void run() {
    try {
      while (!closed) {
        takeTasks();
        turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      tasks.forEach(Runnable::run);
      endAll(new ShuttingDownException());
    }
  }

  /** Waits for something to do, but not while some watcher can be sent more. */
  private void takeTasks() throws InterruptedException {
    Runnable first;
    if (all.isEmpty()) {
      first = tasks.take();
    } else if (behind.isEmpty() && !moreAtEnd) {
      first = tasks.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      first = tasks.poll();
    }
    for (Runnable task = first; task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** A defect met for one page must not end the feed for all. */
  private void turn() {
    try {
      if (all.isEmpty()) {
        return;
      }
      if (!isServing()) {
        endAll(new NotPrimaryException(replication.status().primary()));
        return;
      }
      place();
      moreAtEnd = false;
      ends.values().forEach(this::advance);
      readBehind();
      beat();
    } catch (RuntimeException defect) {
      LOG.error("the feed could not be sent", defect);
      endAll(defect);
    }
  }

  /** Asked as often as the feed is looked at, not for every page. */
  private boolean isServing() {
    long now = nanoTime.getAsLong();
    if (!serving || now - servingAskedNanos >= TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)) {
      serving = replication.status().serving();
      servingAskedNanos = now;
    }
    return serving;
  }

  /** Finds the positions of new watchers, and tells them. */
  private void place() {
    if (unborn.isEmpty() || !feed.marks().exists()) {
      return;
    }
    for (FeedWatcher watcher : List.copyOf(unborn)) {
      try {
        watcher.reached(feed.begin(watcher.filter().topic(), watcher.start()));
        watcher.send(feed.progress(watcher.position()), nanoTime.getAsLong());
        behind.add(watcher);
      } catch (RuntimeException refused) {
        end(watcher, refused);
      }
    }
    unborn.clear();
  }

  /** Sends what is new to those at the end. */
  private void advance(FeedEnd end) {
    if (end.watchers.isEmpty() || !end.position.isBefore(feed.marks().of(end.topic).end())) {
      return;
    }
    FeedPage page = feed.page(end.topic, end.position);
    if (FeedReads.gap(page.marks(), end.topic, end.position).isPresent()) {
      behind.addAll(end.watchers);
      end.watchers.clear();
      return;
    }
    FeedChunk chunk = new FeedChunk(end.position, page);
    long now = nanoTime.getAsLong();
    for (FeedWatcher watcher : List.copyOf(end.watchers)) {
      WatchResponse message = chunk.messageFor(watcher.filter(), watcher.position());
      if (FeedChunk.isEmpty(message)) {
        reached(watcher, page.upTo());
      } else if (watcher.isReady()) {
        watcher.send(message, now);
        reached(watcher, page.upTo());
      } else {
        end.watchers.remove(watcher);
        park(watcher);
      }
    }
    end.position = page.upTo();
    moreAtEnd |= page.more();
  }

  /** One page for one of those behind: the end comes first again. */
  private void readBehind() {
    FeedWatcher watcher = behind.poll();
    if (watcher == null || watcher.ended()) {
      return;
    }
    if (!watcher.isReady()) {
      park(watcher);
      return;
    }
    FeedTopic topic = watcher.filter().topic();
    FeedPosition from = watcher.position();
    FeedPage page = feed.page(topic, from);
    Optional<RuntimeException> gap = FeedReads.gap(page.marks(), topic, from);
    if (gap.isPresent()) {
      end(watcher, gap.get());
      return;
    }
    WatchResponse message = new FeedChunk(from, page).messageFor(watcher.filter(), from);
    reached(watcher, page.upTo());
    if (!FeedChunk.isEmpty(message) || isBeatDue(watcher, nanoTime.getAsLong())) {
      watcher.send(message, nanoTime.getAsLong());
    }
    if (page.more()) {
      behind.add(watcher);
    } else {
      join(watcher, page.upTo());
    }
  }

  /** The end may have been read up to an earlier position: then the watcher is ahead of it. */
  private void join(FeedWatcher watcher, FeedPosition upTo) {
    FeedEnd end = end(watcher);
    if (end.watchers.isEmpty()) {
      end.position = upTo;
    }
    end.watchers.add(watcher);
  }

  /** It may have become ready since, and then was not waiting yet to be told so. */
  private void park(FeedWatcher watcher) {
    waiting.add(watcher);
    if (watcher.isReady()) {
      ready(watcher);
    }
  }

  /** Signs of life; and those who wait too long are told. */
  private void beat() {
    long now = nanoTime.getAsLong();
    if (now - beatNanos < TimeUnit.MILLISECONDS.toNanos(HEARTBEAT_MILLIS / 2)) {
      return;
    }
    beatNanos = now;
    ends.values().forEach(end -> beat(end, now));
    behind.forEach(watcher -> beat(watcher, now));
    FeedMarks marks = feed.marks();
    for (FeedWatcher watcher : List.copyOf(waiting)) {
      FeedReads.gap(marks, watcher.filter().topic(), watcher.position())
          .ifPresent(why -> end(watcher, why));
    }
  }

  /** Moves the end on over entries without events, so that positions do not grow old meanwhile. */
  private void beat(FeedEnd end, long now) {
    if (end.watchers.isEmpty()) {
      return;
    }
    FeedPage page = feed.page(end.topic, end.position);
    Optional<RuntimeException> gap = FeedReads.gap(page.marks(), end.topic, end.position);
    if (gap.isPresent()) {
      behind.addAll(end.watchers);
      end.watchers.clear();
      return;
    }
    if (page.events().isEmpty()) {
      end.position = page.upTo();
    }
    for (FeedWatcher watcher : end.watchers) {
      reached(watcher, end.position);
      beat(watcher, now);
    }
  }

  private void beat(FeedWatcher watcher, long now) {
    if (isBeatDue(watcher, now) && watcher.isReady()) {
      watcher.send(feed.progress(watcher.position()), now);
    }
  }

  /** Half a beat early, as this is looked at twice a beat. */
  private static boolean isBeatDue(FeedWatcher watcher, long now) {
    return now - watcher.sentNanos() >= TimeUnit.MILLISECONDS.toNanos(HEARTBEAT_MILLIS / 2);
  }

  private static void reached(FeedWatcher watcher, FeedPosition position) {
    if (watcher.position().isBefore(position)) {
      watcher.reached(position);
    }
  }

  private FeedEnd end(FeedWatcher watcher) {
    FeedEnd end = ends.get(watcher.filter().topic());
    if (end == null) {
      throw new IllegalStateException("no end of " + watcher.filter().topic());
    }
    return end;
  }

  private void end(FeedWatcher watcher, Throwable why) {
    if (why instanceof PositionGoneException) {
      metrics.toldGone();
    }
    if (!watcher.ended()) {
      watcher.fail(errors.toStatus(why));
    }
    forget(watcher);
  }

  private void endAll(Throwable why) {
    Collection<FeedWatcher> ending = List.copyOf(all);
    ending.forEach(watcher -> end(watcher, why));
  }

  private void forget(FeedWatcher watcher) {
    if (all.remove(watcher)) {
      watching.decrementAndGet();
      unborn.remove(watcher);
      behind.remove(watcher);
      waiting.remove(watcher);
      end(watcher).watchers.remove(watcher);
    }
  }
}
