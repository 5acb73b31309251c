package io.zonekeep.server.api;

import io.zonekeep.server.replication.Replication;
import io.zonekeep.server.state.FeedMarks;
import io.zonekeep.server.state.FeedPage;
import io.zonekeep.server.state.FeedPosition;
import io.zonekeep.server.state.FeedTopic;
import io.zonekeep.v1.WatchResponse;
import java.util.Optional;

/** Looks at the feed as this node has applied it. Used by the hub's thread, and by metrics. */
final class FeedReads {
  /** A page holds at most a row of the feed more. */
  static final int PAGE_BYTES = 64 << 10;

  private final Replication replication;

  FeedReads(Replication replication) {
    this.replication = replication;
  }

  FeedMarks marks() {
    return replication.readLocal(0, reader -> reader.feedMarks());
  }

  FeedPage page(FeedTopic topic, FeedPosition from) {
    return replication.readLocal(0, reader -> reader.feed(topic, from, PAGE_BYTES));
  }

  /**
   * Where a new watcher begins.
   *
   * @throws FeedOffException if its topic is not recorded
   * @throws InvalidFieldException if it names a position that is none of this feed
   */
  FeedPosition begin(FeedTopic topic, FeedStart start) {
    FeedMarks marks = marks();
    FeedMarks.Topic reach = marks.of(topic);
    if (!reach.on()) {
      throw new FeedOffException();
    }
    return switch (start) {
      case FeedStart.Now _ -> page(topic, reach.end()).upTo();
      case FeedStart.Earliest _ -> reach.earliest();
      case FeedStart.After(long feed, FeedPosition position) -> {
        if (feed != marks.feed()) {
          throw new InvalidFieldException("after is a position of another cluster's feed");
        }
        if (page(topic, position).end().isBefore(position)) {
          throw new InvalidFieldException("after is beyond the end of the feed");
        }
        yield position;
      }
    };
  }

  /** A sign of life for who has come as far as {@code position}. */
  WatchResponse progress(FeedPosition position) {
    return WatchResponse.newBuilder().setUpTo(FeedWire.toWire(marks().feed(), position)).build();
  }

  /** Why what comes after {@code position} cannot be told without a gap; empty: it can. */
  static Optional<RuntimeException> gap(FeedMarks marks, FeedTopic topic, FeedPosition position) {
    FeedMarks.Topic reach = marks.of(topic);
    if (!reach.on()) {
      return Optional.of(new FeedOffException());
    }
    if (position.isBefore(reach.earliest())) {
      return Optional.of(
          new PositionGoneException(
              FeedWire.text(marks.feed(), position),
              FeedWire.text(marks.feed(), reach.earliest())));
    }
    return Optional.empty();
  }
}
