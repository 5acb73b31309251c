package io.zonekeep.client;

import java.util.Optional;

/**
 * What happened to one session.
 *
 * @param position after this event
 * @param sessionId with ID_CHANGED the new id
 * @param previousId with ID_CHANGED the id before
 * @param principal the user it belongs to
 * @param lastState with DELETED and EXPIRED the session as it was when it ended; empty: it was
 *     larger than the store's setting feed.last_state_bytes
 */
public record SessionEvent(
    FeedPosition position,
    Kind kind,
    String sessionId,
    Optional<String> previousId,
    Optional<String> principal,
    Optional<Session> lastState) {

  /** What it was. */
  public enum Kind {
    /** It began. */
    CREATED,
    /** A caller ended it. */
    DELETED,
    /** Its inactive time was over. */
    EXPIRED,
    /** It has another id. */
    ID_CHANGED
  }
}
