package io.zonekeep.server.api;

import io.zonekeep.server.state.FeedPosition;
import io.zonekeep.server.state.FeedTopic;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The end of one topic's feed, as it was last read, and those who have come that far. Used by the
 * hub's thread.
 */
final class FeedEnd {
  final FeedTopic topic;
  final Set<FeedWatcher> watchers = new LinkedHashSet<>();
  FeedPosition position = new FeedPosition(0, 0);

  FeedEnd(FeedTopic topic) {
    this.topic = topic;
  }
}
