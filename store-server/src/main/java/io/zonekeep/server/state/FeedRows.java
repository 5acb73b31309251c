package io.zonekeep.server.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * FEED: what happened, some events a row: those of one topic and entry, in several rows if they are
 * large.
 *
 * <p>Row: topic (1 byte), index of the entry (8 bytes, highest first), number of the row's first
 * event in that entry (8 bytes, likewise). Value: store time, number of events, events. Event: kind
 * (1 byte), then its fields; a key and a session's id as their row of KEYS or header row of
 * SESSIONS.
 */
final class FeedRows {
  private static final int CREATED = 1;
  private static final int DELETED = 2;
  private static final int EXPIRED = 3;
  private static final int ID_CHANGED = 4;
  private static final int PUT = 5;
  private static final int KEY_DELETED = 6;
  private static final int KEY_EXPIRED = 7;

  private FeedRows() {}

  static Bytes topic(FeedTopic topic) {
    return new ByteWriter(1).octet(topic.number()).toBytes();
  }

  /** The row that begins at {@code position}, or before which all earlier ones come. */
  static Bytes row(FeedTopic topic, FeedPosition position) {
    return new ByteWriter(17)
        .octet(topic.number())
        .ordered(position.index())
        .ordered(position.event())
        .toBytes();
  }

  static FeedPosition position(Bytes row) {
    ByteReader in = new ByteReader("row of FEED", row);
    in.octet();
    FeedPosition position = new FeedPosition(in.ordered(), Math.toIntExact(in.ordered()));
    in.end();
    return position;
  }

  static Bytes value(long storeTimeMillis, int events, byte[] encodedEvents) {
    return new ByteWriter(12 + encodedEvents.length)
        .number(storeTimeMillis)
        .number(events)
        .raw(encodedEvents)
        .toBytes();
  }

  static Head head(Bytes value) {
    return head(new ByteReader("head in FEED", value));
  }

  static List<FeedEvent> events(Bytes value) {
    ByteReader in = new ByteReader("events in FEED", value);
    int count = head(in).events();
    List<FeedEvent> events = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      events.add(decode(in));
    }
    in.end();
    return events;
  }

  // Written field by field, as they happen: a put must not cost an object.

  static void keyPut(ByteWriter out, Bytes row, long version) {
    out.octet(PUT).bytes(row).number(version);
  }

  static void keyRemoved(ByteWriter out, Bytes row, long version, boolean expired) {
    out.octet(expired ? KEY_EXPIRED : KEY_DELETED).bytes(row).number(version);
  }

  static void sessionCreated(ByteWriter out, Bytes headerRow, String principal) {
    out.octet(CREATED).bytes(headerRow).text(principal);
  }

  static void sessionIdChanged(
      ByteWriter out, Bytes headerRow, String previousId, String principal) {
    out.octet(ID_CHANGED).bytes(headerRow).text(previousId).text(principal);
  }

  static void sessionEnded(
      ByteWriter out, Bytes headerRow, String principal, boolean expired, Optional<Session> last) {
    out.octet(expired ? EXPIRED : DELETED).bytes(headerRow).text(principal);
    out.flag(last.isPresent());
    last.ifPresent(session -> encode(out, session));
  }

  private static FeedEvent decode(ByteReader in) {
    int kind = in.octet();
    return switch (kind) {
      case CREATED -> {
        SessionKey session = SessionRows.session(in.bytes());
        yield new FeedEvent.SessionCreated(session.namespace(), session.id(), in.text());
      }
      case DELETED, EXPIRED -> ended(in, kind == EXPIRED);
      case ID_CHANGED -> {
        SessionKey session = SessionRows.session(in.bytes());
        yield new FeedEvent.SessionIdChanged(
            session.namespace(), session.id(), in.text(), in.text());
      }
      case PUT -> {
        Key key = KeyRows.key(in.bytes());
        yield new FeedEvent.KeyPut(key.namespace(), key.key(), in.number());
      }
      case KEY_DELETED, KEY_EXPIRED -> {
        Key key = KeyRows.key(in.bytes());
        yield new FeedEvent.KeyRemoved(
            key.namespace(), key.key(), in.number(), kind == KEY_EXPIRED);
      }
      default -> throw in.malformed("event " + kind);
    };
  }

  private static FeedEvent ended(ByteReader in, boolean expired) {
    SessionKey session = SessionRows.session(in.bytes());
    String principal = in.text();
    Optional<Session> last =
        in.flag() ? Optional.of(session(in, session.id(), principal)) : Optional.empty();
    return new FeedEvent.SessionEnded(session.namespace(), session.id(), principal, expired, last);
  }

  /** One more than the inactive time, so that "never" is a short number too. */
  private static void encode(ByteWriter out, Session session) {
    out.number(session.version())
        .number(session.createdWallMillis())
        .number(session.touchedWallMillis())
        .number(session.touchedMillis())
        .number(session.maxInactiveMillis() + 1)
        .number(session.attributes().size());
    session.attributes().forEach((name, value) -> out.text(name).bytes(value));
  }

  private static Session session(ByteReader in, String id, String principal) {
    long version = in.number();
    long createdWallMillis = in.number();
    long touchedWallMillis = in.number();
    long touchedMillis = in.number();
    long maxInactiveMillis = in.number() - 1;
    TreeMap<String, Bytes> attributes = new TreeMap<>();
    for (int count = in.count(); count > 0; count--) {
      attributes.put(in.text(), in.bytes());
    }
    return new Session(
        id,
        version,
        createdWallMillis,
        touchedWallMillis,
        touchedMillis,
        maxInactiveMillis,
        DueRows.dueMillis(touchedMillis, maxInactiveMillis),
        principal,
        attributes);
  }

  private static Head head(ByteReader in) {
    return new Head(in.number(), in.integer());
  }

  /** All of a row's value but its events. */
  record Head(long storeTimeMillis, int events) {}
}
