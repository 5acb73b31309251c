package io.zonekeep.server.state;

import java.util.ArrayList;
import java.util.List;

/** Puts a page of the feed together from its rows. Used by one thread, for one page. */
final class FeedScan implements Store.RowVisitor {
  private final FeedPosition from;
  private final FeedPosition end;
  private final int bytesMax;
  private final List<FeedPage.Positioned> events = new ArrayList<>();
  private long bytes;
  private FeedPosition upTo;
  private boolean more;

  /**
   * Begins a page.
   *
   * @param from the first event of the page is the one after it, maybe in the middle of a row
   * @param end after all that was applied when the rows are read
   */
  FeedScan(FeedPosition from, FeedPosition end, int bytesMax) {
    this.from = from;
    this.end = end;
    this.bytesMax = bytesMax;
    this.upTo = from;
  }

  @Override
  public boolean visit(Bytes row, Bytes value) {
    FeedPosition begin = FeedRows.position(row);
    FeedPosition after =
        new FeedPosition(begin.index(), begin.event() + FeedRows.head(value).events());
    if (!from.isBefore(after)) {
      return true;
    }
    if (bytes >= bytesMax) {
      more = true;
      return false;
    }
    int number = begin.event();
    for (FeedEvent event : FeedRows.events(value)) {
      FeedPosition position = new FeedPosition(begin.index(), ++number);
      if (from.isBefore(position)) {
        events.add(new FeedPage.Positioned(position, event));
      }
    }
    bytes += value.length();
    upTo = after;
    return true;
  }

  FeedPage page(FeedMarks marks) {
    return new FeedPage(marks, events, more ? upTo : FeedPosition.later(from, end), end);
  }
}
