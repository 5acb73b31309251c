package io.zonekeep.server.state;

import java.util.List;

/**
 * A part of the feed, as of one moment.
 *
 * @param marks at that moment; if the position asked for is before the topic's earliest one, events
 *     are missing and the rest of the page has no meaning
 * @param events in order
 * @param upTo all events up to here are in the page, or were before it
 * @param end after all that was applied at that moment
 */
public record FeedPage(
    FeedMarks marks, List<Positioned> events, FeedPosition upTo, FeedPosition end) {
  public FeedPage {
    events = List.copyOf(events);
  }

  /** Whether further events may have been there at that moment. */
  public boolean more() {
    return upTo.isBefore(end);
  }

  /** An event, and the position after it. */
  public record Positioned(FeedPosition position, FeedEvent event) {}
}
