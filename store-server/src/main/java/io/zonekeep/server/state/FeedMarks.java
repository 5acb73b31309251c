package io.zonekeep.server.state;

/**
 * How far the feed reaches: a row of META, written with every entry that changes it.
 *
 * <p>Value: layout (1 byte), feed, then each topic: whether it is on, since, trimmed to, end (index
 * and event each), bytes, oldest; numbers as {@link ByteWriter#number}.
 *
 * @param feed tells feeds of different clusters apart; 0: no entry with a feed was applied yet
 */
public record FeedMarks(long feed, Topic sessions, Topic keys) {
  static final Bytes ROW = Bytes.utf8("feed");
  private static final int LAYOUT = 1;
  private static final FeedMarks NOTHING = new FeedMarks(0, Topic.NOTHING, Topic.NOTHING);

  /**
   * One topic. Invariants: trimmedTo <= end; the rows from trimmedTo on are there and no others;
   * all events from since on were recorded.
   *
   * @param on whether it is recorded
   * @param since events before it may never have been recorded
   * @param trimmedTo events before it are no longer kept
   * @param end after the last event
   * @param bytes of all its rows
   * @param oldestMillis store time of the oldest row; without meaning if there is none
   */
  public record Topic(
      boolean on,
      FeedPosition since,
      FeedPosition trimmedTo,
      FeedPosition end,
      long bytes,
      long oldestMillis) {
    static final Topic NOTHING =
        new Topic(false, FeedPosition.BEGIN, FeedPosition.BEGIN, FeedPosition.BEGIN, 0, 0);

    /** The first position after which every event is kept. */
    public FeedPosition earliest() {
      return FeedPosition.later(since, trimmedTo);
    }

    boolean isEmpty() {
      return bytes == 0;
    }
  }

  public Topic of(FeedTopic topic) {
    return topic == FeedTopic.SESSIONS ? sessions : keys;
  }

  public boolean exists() {
    return feed != 0;
  }

  static FeedMarks in(Store store) {
    return store.get(Table.META, ROW).map(FeedMarks::decode).orElse(NOTHING);
  }

  static FeedMarks in(Store.View view) {
    return view.get(Table.META, ROW).map(FeedMarks::decode).orElse(NOTHING);
  }

  Bytes encode() {
    ByteWriter out = new ByteWriter(96).octet(LAYOUT).ordered(feed);
    encode(out, sessions);
    encode(out, keys);
    return out.toBytes();
  }

  private static FeedMarks decode(Bytes value) {
    ByteReader in = new ByteReader("feed in META", value);
    int layout = in.octet();
    if (layout != LAYOUT) {
      throw in.malformed("layout " + layout + ", this release knows layout " + LAYOUT);
    }
    FeedMarks marks = new FeedMarks(in.ordered(), topic(in), topic(in));
    in.end();
    return marks;
  }

  private static void encode(ByteWriter out, Topic topic) {
    out.flag(topic.on);
    position(out, topic.since);
    position(out, topic.trimmedTo);
    position(out, topic.end);
    out.number(topic.bytes).number(topic.oldestMillis);
  }

  private static Topic topic(ByteReader in) {
    return new Topic(in.flag(), position(in), position(in), position(in), in.number(), in.number());
  }

  private static void position(ByteWriter out, FeedPosition position) {
    out.number(position.index()).number(position.event());
  }

  private static FeedPosition position(ByteReader in) {
    return new FeedPosition(in.number(), in.integer());
  }
}
