package io.zonekeep.server.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.zonekeep.server.state.Bytes;
import io.zonekeep.server.state.FeedEvent;
import io.zonekeep.server.state.FeedPage;
import io.zonekeep.server.state.FeedPosition;
import io.zonekeep.v1.KeyEvent;
import io.zonekeep.v1.KeyEventKind;
import io.zonekeep.v1.SessionEvent;
import io.zonekeep.v1.SessionEventKind;
import io.zonekeep.v1.WatchResponse;

/** Translates the feed into messages. */
final class FeedWire {
  private FeedWire() {}

  /** The text form that the protocol describes. */
  static String text(long feed, FeedPosition position) {
    return Long.toHexString(feed) + "-" + position.index() + "-" + position.event();
  }

  static io.zonekeep.v1.FeedPosition toWire(long feed, FeedPosition position) {
    return io.zonekeep.v1.FeedPosition.newBuilder()
        .setFeed(feed)
        .setIndex(position.index())
        .setEvent(position.event())
        .build();
  }

  static void add(WatchResponse.Builder response, long feed, FeedPage.Positioned positioned) {
    io.zonekeep.v1.FeedPosition position = toWire(feed, positioned.position());
    switch (positioned.event()) {
      case FeedEvent.SessionCreated created ->
          response.addSessionEvents(
              session(
                  position,
                  SessionEventKind.SESSION_EVENT_KIND_CREATED,
                  created.id(),
                  created.principal()));
      case FeedEvent.SessionIdChanged changed ->
          response.addSessionEvents(
              session(
                      position,
                      SessionEventKind.SESSION_EVENT_KIND_ID_CHANGED,
                      changed.id(),
                      changed.principal())
                  .setPreviousId(changed.previousId()));
      case FeedEvent.SessionEnded ended -> response.addSessionEvents(ended(position, ended));
      case FeedEvent.KeyPut put ->
          response.addKeyEvents(
              key(position, KeyEventKind.KEY_EVENT_KIND_PUT, put.key(), put.version()));
      case FeedEvent.KeyRemoved removed ->
          response.addKeyEvents(
              key(
                  position,
                  removed.expired()
                      ? KeyEventKind.KEY_EVENT_KIND_EXPIRED
                      : KeyEventKind.KEY_EVENT_KIND_DELETED,
                  removed.key(),
                  removed.version()));
    }
  }

  private static SessionEvent.Builder ended(
      io.zonekeep.v1.FeedPosition position, FeedEvent.SessionEnded ended) {
    SessionEvent.Builder event =
        session(
            position,
            ended.expired()
                ? SessionEventKind.SESSION_EVENT_KIND_EXPIRED
                : SessionEventKind.SESSION_EVENT_KIND_DELETED,
            ended.id(),
            ended.principal());
    ended.last().ifPresent(last -> event.setLastState(Records.toWire(last)));
    return event;
  }

  private static SessionEvent.Builder session(
      io.zonekeep.v1.FeedPosition position, SessionEventKind kind, String id, String principal) {
    return SessionEvent.newBuilder()
        .setPosition(position)
        .setKind(kind)
        .setId(id)
        .setPrincipal(principal);
  }

  private static KeyEvent key(
      io.zonekeep.v1.FeedPosition position, KeyEventKind kind, Bytes key, long version) {
    ByteString keyBytes = UnsafeByteOperations.unsafeWrap(key.array());
    return KeyEvent.newBuilder()
        .setPosition(position)
        .setKind(kind)
        .setKey(keyBytes)
        .setVersion(version)
        .build();
  }
}
