package io.zonekeep.server.state;

import java.util.List;
import java.util.Optional;

/**
 * Reads the applied state; from any thread. Each call sees one moment. What is due but not yet
 * expired by an entry of the log is still there: expiry is never a reader's opinion (P6).
 */
public interface StateReader {
  /** Last version given to a record, in the applied state. */
  long version();

  Optional<KeyRecord> get(Key key);

  /**
   * One page of a namespace's keys, in byte order.
   *
   * @param after only keys after this one; empty: from the first with the prefix
   * @param bytesMax the page ends once keys and values reach it, with at least one record
   */
  Page<KeyRecord> scan(
      String namespace, Bytes prefix, Bytes after, int limit, int bytesMax, boolean keysOnly);

  /** The header and no attributes. */
  Optional<Session> sessionHeader(SessionKey session);

  Optional<Session> session(SessionKey session);

  Page<Session> sessionsByPrincipal(
      String namespace,
      String principal,
      String afterId,
      int limit,
      int bytesMax,
      boolean withoutAttributes);

  /** How far the feed reaches; cheap enough to ask a hundred times a second. */
  FeedMarks feedMarks();

  /**
   * A part of the feed, from {@code from} on; at most a row more than {@code bytesMax} bytes.
   *
   * @param from not before the topic's earliest position, else the page says so by its marks
   */
  FeedPage feed(FeedTopic topic, FeedPosition from, int bytesMax);

  /** The oldest hints with a due time up to {@code dueMillis}. */
  List<DueHint> dueHints(long dueMillis, int limit);
}
