package io.zonekeep.client;

import java.util.List;

/**
 * Is told of events. All calls of one subscription come in order, one at a time, on the one feed
 * thread of the client, which all of its subscriptions share: a listener may block and may make
 * calls, and while it does the store holds further events back.
 *
 * <p>An exception of {@link #onEvents} is logged, and after a pause (100 ms, doubled up to 5 s) the
 * same events are told once more, until the call returns or the subscription is closed: a listener
 * that cannot do its work misses nothing. It must itself catch what it would rather pass over.
 */
public interface FeedListener<E> {
  /**
   * Some events, in order; none: a sign of life, about once a second.
   *
   * @param upTo {@link FeedStart#after} it resumes without gap or repeat, in this process or
   *     another
   */
  void onEvents(List<E> events, FeedPosition upTo);

  /**
   * Events after {@code asked} are no longer kept, so some may have been missed. Says where to go
   * on. An exception is logged and the call repeated, as for {@link #onEvents}.
   *
   * @param earliest the first position that could be asked for when this was said; while much
   *     happens it may be gone too by now, and {@link FeedStart#earliest} goes on with the oldest
   *     event then
   */
  FeedStart onPositionGone(FeedPosition asked, FeedPosition earliest);

  /**
   * The subscription is over, and not because it was closed: the position is of another cluster or
   * of one that was set up anew (INVALID_ARGUMENT), the cluster does not record events of keys
   * (FEED_OFF), or the client was closed (CLOSED). By default it is only logged.
   */
  default void onEnd(ZonekeepException reason) {}
}
