package io.zonekeep.client;

/**
 * What happened to the sessions and keys of one namespace, in the order in which it happened. The
 * store keeps events for a while (its settings feed.window and others), also through failovers. A
 * subscription follows the primary by itself: no event is left out or repeated. Safe for many
 * threads.
 */
public interface Feed {
  /**
   * Tells {@code listener} of sessions that begin, end, or change their id. Returns at once.
   *
   * @param start where to begin; {@link FeedStart#after} goes on where an earlier subscription,
   *     maybe of another process, has stopped
   */
  Subscription sessions(FeedStart start, FeedListener<SessionEvent> listener);

  /**
   * Tells {@code listener} of writes and removals of keys that begin with {@code prefix}; empty: of
   * all. Ends with FEED_OFF if the cluster does not record them. Returns at once.
   */
  Subscription keys(byte[] prefix, FeedStart start, FeedListener<KeyEvent> listener);
}
