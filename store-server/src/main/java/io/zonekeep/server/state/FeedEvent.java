package io.zonekeep.server.state;

import java.util.Optional;

/** What happened to a session or a key. */
public sealed interface FeedEvent {
  String namespace();

  /** A session began. An empty principal: none. */
  record SessionCreated(String namespace, String id, String principal) implements FeedEvent {}

  /**
   * A session ended.
   *
   * @param expired its inactive time was over; else a caller deleted it
   * @param last as it was then; empty: it was larger than {@link FeedWindow#lastStateBytesMax}
   */
  record SessionEnded(
      String namespace, String id, String principal, boolean expired, Optional<Session> last)
      implements FeedEvent {}

  /** A session has another id. */
  record SessionIdChanged(String namespace, String id, String previousId, String principal)
      implements FeedEvent {}

  /** A key was written. */
  record KeyPut(String namespace, Bytes key, long version) implements FeedEvent {}

  /**
   * A key was removed.
   *
   * @param expired its time to live was over; else a caller deleted it
   */
  record KeyRemoved(String namespace, Bytes key, long version, boolean expired)
      implements FeedEvent {}
}
