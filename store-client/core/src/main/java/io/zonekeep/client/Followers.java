package io.zonekeep.client;

import io.zonekeep.client.discovery.Nodes;
import io.zonekeep.client.discovery.View;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All subscriptions of one client: has each look around at news of the primary and ten times a
 * second, and lends them the one thread that listeners are told on. For many threads.
 */
final class Followers {
  private static final long LOOK_MILLIS = 100;

  private final Nodes nodes;
  private final Loop loop;
  private final LongSupplier ticker;
  private final Backoff backoff = new Backoff(new SplittableRandom());
  private final Set<FeedFollower<?>> followers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean newsComing = new AtomicBoolean();

  /** Made for the first subscription. Guarded by this. */
  private @Nullable ExecutorService feedThread;

  private volatile boolean closed;

  Followers(Nodes nodes, LongSupplier ticker) {
    this.nodes = nodes;
    this.loop = new Loop(nodes.loop());
    this.ticker = ticker;
  }

  Nodes nodes() {
    return nodes;
  }

  Loop loop() {
    return loop;
  }

  long nanoTime() {
    return ticker.getAsLong();
  }

  /** On the loop alone. */
  Backoff backoff() {
    return backoff;
  }

  View view() {
    return nodes.tracker().view();
  }

  void add(FeedFollower<?> follower) {
    boolean first = startOnce();
    followers.add(follower);
    if (first) {
      nodes.tracker().listen(this::newsComing);
      loop.execute(this::lookAround);
    }
    loop.execute(follower::look);
    if (closed) {
      follower.end(Outcomes.closed(false));
    }
  }

  void remove(FeedFollower<?> follower) {
    followers.remove(follower);
  }

  /** Runs {@code telling} on the feed thread; never, once the client is closed. */
  void tell(Runnable telling) {
    try {
      feedThread().execute(telling);
    } catch (RejectedExecutionException closedMeanwhile) {
      // Nobody is told anything any more.
    }
  }

  void close() {
    closed = true;
    List.copyOf(followers).forEach(follower -> follower.end(Outcomes.closed(false)));
    synchronized (this) {
      if (feedThread != null) {
        feedThread.shutdown();
      }
    }
  }

  private synchronized boolean startOnce() {
    if (feedThread != null) {
      return false;
    }
    feedThread = newThread();
    return true;
  }

  private synchronized ExecutorService feedThread() {
    if (feedThread == null) {
      throw new IllegalStateException("no subscription yet");
    }
    return feedThread;
  }

  private static ExecutorService newThread() {
    return Executors.newSingleThreadExecutor(task -> {
      Thread thread = new Thread(task, "zonekeep-feed");
      thread.setDaemon(true);
      return thread;
    });
  }

  private void newsComing() {
    if (!followers.isEmpty() && newsComing.compareAndSet(false, true)) {
      loop.execute(() -> {
        newsComing.set(false);
        followers.forEach(FeedFollower::look);
      });
    }
  }

  private void lookAround() {
    if (!closed) {
      followers.forEach(FeedFollower::look);
      loop.later(this::lookAround, LOOK_MILLIS);
    }
  }
}
