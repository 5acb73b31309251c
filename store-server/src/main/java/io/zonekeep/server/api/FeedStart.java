package io.zonekeep.server.api;

import io.zonekeep.server.state.FeedPosition;

/** Where a watcher begins. */
sealed interface FeedStart {
  /** With what comes from now on. */
  record Now() implements FeedStart {}

  /** With the oldest event that is kept. */
  record Earliest() implements FeedStart {}

  /** After a position of the feed that {@code feed} names. */
  record After(long feed, FeedPosition position) implements FeedStart {}
}
