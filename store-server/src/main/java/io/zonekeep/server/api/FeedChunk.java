package io.zonekeep.server.api;

import io.zonekeep.server.state.FeedPage;
import io.zonekeep.server.state.FeedPosition;
import io.zonekeep.v1.WatchResponse;
import java.util.HashMap;
import java.util.Map;

/**
 * Some events that were read once, for all watchers at the end of the feed: one message for all
 * with the same filter. Used by the hub's thread.
 */
final class FeedChunk {
  private final long feed;
  private final FeedPosition from;
  private final FeedPage page;
  private final Map<FeedFilter, WatchResponse> messages = new HashMap<>();

  FeedChunk(FeedPosition from, FeedPage page) {
    this.feed = page.marks().feed();
    this.from = from;
    this.page = page;
  }

  /** What a watcher that has come as far as {@code position} is to be sent; maybe no events. */
  WatchResponse messageFor(FeedFilter filter, FeedPosition position) {
    return from.isBefore(position)
        ? message(filter, position)
        : messages.computeIfAbsent(filter, same -> message(same, from));
  }

  private WatchResponse message(FeedFilter filter, FeedPosition after) {
    WatchResponse.Builder response =
        WatchResponse.newBuilder()
            .setUpTo(FeedWire.toWire(feed, after.isBefore(page.upTo()) ? page.upTo() : after));
    for (FeedPage.Positioned positioned : page.events()) {
      if (after.isBefore(positioned.position()) && filter.wants(positioned.event())) {
        FeedWire.add(response, feed, positioned);
      }
    }
    return response.build();
  }

  static boolean isEmpty(WatchResponse response) {
    return response.getSessionEventsCount() == 0 && response.getKeyEventsCount() == 0;
  }
}
