package io.zonekeep.server.state;

/**
 * A place in the feed: after some events, before the next. Never used again, and the same on all
 * nodes.
 *
 * @param index all of the log before it lies before the position
 * @param event how many events of that index and topic do
 */
public record FeedPosition(long index, int event) implements Comparable<FeedPosition> {
  static final FeedPosition BEGIN = new FeedPosition(0, 0);

  /** After everything that {@code index} did. */
  static FeedPosition after(long index) {
    return new FeedPosition(index + 1, 0);
  }

  public boolean isBefore(FeedPosition other) {
    return compareTo(other) < 0;
  }

  static FeedPosition later(FeedPosition one, FeedPosition other) {
    return one.isBefore(other) ? other : one;
  }

  @Override
  public int compareTo(FeedPosition other) {
    int byIndex = Long.compare(index, other.index);
    return byIndex != 0 ? byIndex : Integer.compare(event, other.event);
  }
}
