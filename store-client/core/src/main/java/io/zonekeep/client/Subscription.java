package io.zonekeep.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One listener's place in the feed. Safe for many threads. */
public interface Subscription extends AutoCloseable {
  /**
   * Completes with the position that the subscription began at, once the store has been reached:
   * every later event will be told. Fails if the subscription ends before.
   */
  CompletableFuture<FeedPosition> started();

  /** Up to where the listener has been told; empty: the store has not been reached yet. */
  Optional<FeedPosition> position();

  State state();

  /**
   * Ends it. When it returns on a thread other than the feed's, the listener is not told anything
   * any more, but for a call under way, which is not waited for.
   */
  @Override
  void close();

  /** How a subscription fares. */
  enum State {
    /** No primary has been reached yet, or not again; it is looked for. */
    CONNECTING,
    /** Events come. */
    FOLLOWING,
    /** The listener throws, and is told the same events again after a pause. */
    LISTENER_FAILING,
    /** It is over: closed, or see {@link FeedListener#onEnd}. */
    ENDED
  }
}
