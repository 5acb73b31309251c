package io.zonekeep.client;

import io.zonekeep.v1.FeedEarliest;
import io.zonekeep.v1.FeedNow;
import io.zonekeep.v1.WatchRequest;
import io.zonekeep.v1.WatchResponse;
import java.util.List;
import java.util.Optional;

/** Turns the feed's messages into values and back. */
final class FeedMessages {
  private FeedMessages() {}

  static WatchRequest request(WatchRequest subject, FeedStart start) {
    WatchRequest.Builder request = subject.toBuilder();
    if (start instanceof FeedStart.After after) {
      request.setAfter(position(after.position()));
    } else if (start instanceof FeedStart.Earliest) {
      request.setEarliest(FeedEarliest.getDefaultInstance());
    } else {
      request.setNow(FeedNow.getDefaultInstance());
    }
    return request.build();
  }

  static List<SessionEvent> sessionEvents(WatchResponse response) {
    return response.getSessionEventsList().stream()
        .filter(event -> kind(event).isPresent())
        .map(event ->
            new SessionEvent(
                position(event.getPosition()),
                kind(event).orElseThrow(),
                event.getId(),
                text(event.getPreviousId()),
                text(event.getPrincipal()),
                event.hasLastState()
                    ? Optional.of(SessionCalls.session(event.getLastState()))
                    : Optional.empty()))
        .toList();
  }

  static List<KeyEvent> keyEvents(WatchResponse response) {
    return response.getKeyEventsList().stream()
        .filter(event -> kind(event).isPresent())
        .map(event ->
            new KeyEvent(
                position(event.getPosition()),
                kind(event).orElseThrow(),
                event.getKey().toByteArray(),
                event.getVersion()))
        .toList();
  }

  static FeedPosition position(io.zonekeep.v1.FeedPosition position) {
    return new FeedPosition(position.getFeed(), position.getIndex(), position.getEvent());
  }

  private static io.zonekeep.v1.FeedPosition position(FeedPosition position) {
    return io.zonekeep.v1.FeedPosition.newBuilder()
        .setFeed(position.feed())
        .setIndex(position.index())
        .setEvent(position.event())
        .build();
  }

  /** Empty: of a later release, which this one cannot tell of. */
  private static Optional<SessionEvent.Kind> kind(io.zonekeep.v1.SessionEvent event) {
    return switch (event.getKind()) {
      case SESSION_EVENT_KIND_CREATED -> Optional.of(SessionEvent.Kind.CREATED);
      case SESSION_EVENT_KIND_DELETED -> Optional.of(SessionEvent.Kind.DELETED);
      case SESSION_EVENT_KIND_EXPIRED -> Optional.of(SessionEvent.Kind.EXPIRED);
      case SESSION_EVENT_KIND_ID_CHANGED -> Optional.of(SessionEvent.Kind.ID_CHANGED);
      case SESSION_EVENT_KIND_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  private static Optional<KeyEvent.Kind> kind(io.zonekeep.v1.KeyEvent event) {
    return switch (event.getKind()) {
      case KEY_EVENT_KIND_PUT -> Optional.of(KeyEvent.Kind.PUT);
      case KEY_EVENT_KIND_DELETED -> Optional.of(KeyEvent.Kind.DELETED);
      case KEY_EVENT_KIND_EXPIRED -> Optional.of(KeyEvent.Kind.EXPIRED);
      case KEY_EVENT_KIND_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  private static Optional<String> text(String text) {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }
}
