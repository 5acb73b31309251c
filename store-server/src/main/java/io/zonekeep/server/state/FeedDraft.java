package io.zonekeep.server.state;

import java.util.Optional;

/**
 * What one entry adds to the feed, and what it drops of it. Used by the applying thread, for one
 * entry: events come as they happen, then {@link #close}.
 */
final class FeedDraft {
  /** A row is closed once it has this many bytes: a reader takes a row at a time. */
  static final int ROW_BYTES = 64 << 10;

  /** An entry drops at most so many old rows of a topic, whatever it adds: its work is bounded. */
  static final int TRIMMED_ROWS_MAX = 64;

  /** And beyond as many bytes as it adds, at most this many. */
  static final int TRIMMED_BYTES_MAX = 256 << 10;

  private final Draft draft;
  private final FeedMarks before;
  private final Optional<FeedWindow> window;
  private final long index;
  private final Added sessions = new Added(FeedTopic.SESSIONS);
  private final Added keys = new Added(FeedTopic.KEYS);

  /**
   * Begins an entry's part.
   *
   * @param window empty: the entry is of a release that had no feed, and is not recorded
   */
  FeedDraft(Draft draft, FeedMarks before, Optional<FeedWindow> window, long index) {
    this.draft = draft;
    this.before = before;
    this.window = window;
    this.index = index;
  }

  boolean recordsKeys() {
    return records(FeedTopic.KEYS);
  }

  void keyPut(Bytes row, long version) {
    if (recordsKeys()) {
      FeedRows.keyPut(keys.next(), row, version);
    }
  }

  void keyRemoved(Bytes row, long version, boolean expired) {
    if (recordsKeys()) {
      FeedRows.keyRemoved(keys.next(), row, version, expired);
    }
  }

  void sessionCreated(Bytes headerRow, String principal) {
    if (records(FeedTopic.SESSIONS)) {
      FeedRows.sessionCreated(sessions.next(), headerRow, principal);
    }
  }

  void sessionIdChanged(Bytes headerRow, String previousId, String principal) {
    if (records(FeedTopic.SESSIONS)) {
      FeedRows.sessionIdChanged(sessions.next(), headerRow, previousId, principal);
    }
  }

  void sessionEnded(Bytes headerRow, String principal, boolean expired, Optional<Session> last) {
    if (records(FeedTopic.SESSIONS)) {
      FeedRows.sessionEnded(sessions.next(), headerRow, principal, expired, last);
    }
  }

  /** Whether a session with so many bytes of attributes is kept with the event of its end. */
  boolean keepsLastState(long attributeBytes) {
    return window.isPresent()
        && window.get().lastStateBytesMax() > 0
        && attributeBytes <= window.get().lastStateBytesMax();
  }

  /** Writes the rows and the marks; returns the marks from now on. */
  FeedMarks close() {
    if (window.isEmpty() && !before.exists()) {
      return before;
    }
    FeedMarks after = new FeedMarks(feed(), close(sessions), close(keys));
    if (!after.equals(before)) {
      draft.put(Table.META, FeedMarks.ROW, after.encode());
    }
    return after;
  }

  private boolean records(FeedTopic topic) {
    return window.isPresent() && window.get().records(topic);
  }

  /** The moment of its first entry tells the feed from those of other clusters. */
  private long feed() {
    if (before.exists()) {
      return before.feed();
    }
    long mixed = (draft.wallMillis() ^ (index << 48)) * 0x9E3779B97F4A7C15L;
    return mixed == 0 ? 1 : mixed;
  }

  private FeedMarks.Topic close(Added added) {
    added.closeRow();
    FeedMarks.Topic old = before.of(added.topic);
    boolean on = records(added.topic);
    FeedMarks.Topic grown =
        new FeedMarks.Topic(
            on,
            on && !old.on() ? new FeedPosition(index, 0) : old.since(),
            old.trimmedTo(),
            added.count > 0 ? new FeedPosition(index, added.count) : old.end(),
            old.bytes() + added.bytes,
            old.isEmpty() && added.count > 0 ? draft.storeTimeMillis() : old.oldestMillis());
    return isOver(added.topic, grown) ? trim(added, grown) : grown;
  }

  private boolean isOver(FeedTopic topic, FeedMarks.Topic marks) {
    return !marks.isEmpty()
        && (marks.bytes() > bytesMax(topic)
            || marks.oldestMillis() < draft.storeTimeMillis() - millisMax());
  }

  private long bytesMax(FeedTopic topic) {
    return records(topic) ? window.orElseThrow().bytesMax(topic) : 0;
  }

  private long millisMax() {
    return window.map(FeedWindow::millis).orElse(0L);
  }

  /** Drops the oldest rows, but none that this entry adds: those are not in the store yet. */
  private FeedMarks.Topic trim(Added added, FeedMarks.Topic grown) {
    Trim trim = new Trim(added, grown);
    draft.scanStored(
        Table.FEED,
        FeedRows.topic(added.topic),
        FeedRows.row(added.topic, grown.trimmedTo()),
        trim);
    return trim.marks;
  }

  /** Visits the oldest rows. */
  private final class Trim implements Store.RowVisitor {
    private final Added added;
    private FeedMarks.Topic marks;
    private int rows;
    private long bytes;

    Trim(Added added, FeedMarks.Topic marks) {
      this.added = added;
      this.marks = marks;
    }

    @Override
    public boolean visit(Bytes row, Bytes value) {
      FeedRows.Head head = FeedRows.head(value);
      marks = with(marks.trimmedTo(), marks.bytes(), head.storeTimeMillis());
      if (!isOver(added.topic, marks)
          || rows == TRIMMED_ROWS_MAX + added.rows
          || bytes >= TRIMMED_BYTES_MAX + added.bytes) {
        return false;
      }
      draft.delete(Table.FEED, row);
      FeedPosition begin = FeedRows.position(row);
      long size = size(row, value);
      marks =
          with(
              new FeedPosition(begin.index(), begin.event() + head.events()),
              marks.bytes() - size,
              draft.storeTimeMillis());
      rows++;
      bytes += size;
      return true;
    }

    private FeedMarks.Topic with(FeedPosition trimmedTo, long bytesLeft, long oldestMillis) {
      return new FeedMarks.Topic(
          marks.on(), marks.since(), trimmedTo, marks.end(), bytesLeft, oldestMillis);
    }
  }

  private static long size(Bytes row, Bytes value) {
    return (long) row.length() + value.length();
  }

  /** The events of one topic so far. */
  private final class Added {
    private final FeedTopic topic;
    private ByteWriter open = new ByteWriter(64);
    private int count;
    private int firstOfRow;
    private int rows;
    private long bytes;

    Added(FeedTopic topic) {
      this.topic = topic;
    }

    /** Where to write the next event. */
    ByteWriter next() {
      if (open.length() >= ROW_BYTES) {
        closeRow();
      }
      count++;
      return open;
    }

    void closeRow() {
      if (count > firstOfRow) {
        Bytes row = FeedRows.row(topic, new FeedPosition(index, firstOfRow));
        Bytes value = FeedRows.value(draft.storeTimeMillis(), count - firstOfRow, open.toArray());
        draft.put(Table.FEED, row, value);
        bytes += size(row, value);
        rows++;
        firstOfRow = count;
        open = new ByteWriter(64);
      }
    }
  }
}
