package io.zonekeep.server.state;

import java.util.ArrayList;
import java.util.List;

/** Fills a page up to its bounds, but with one item at least. Used by one thread. */
final class PageBuilder<T> {
  private final int limit;
  private final int bytesMax;
  private final List<T> items = new ArrayList<>();
  private long bytes;
  private boolean more;

  PageBuilder(int limit, int bytesMax) {
    this.limit = limit;
    this.bytesMax = bytesMax;
  }

  boolean isFull() {
    return !items.isEmpty() && (items.size() >= limit || bytes >= bytesMax);
  }

  /** Returns true: the scan goes on, if only to see whether more follow. */
  boolean add(T item, long itemBytes) {
    items.add(item);
    bytes += itemBytes;
    return true;
  }

  /** Returns false: the scan ends here. */
  boolean leaveMore() {
    more = true;
    return false;
  }

  Page<T> build() {
    return new Page<>(items, more);
  }
}
