package io.zonekeep.client;

import static java.util.Objects.requireNonNull;

/** Where a subscription begins. */
public sealed interface FeedStart {

  /**
   * With what happens after the store has been reached: wait for {@link Subscription#started} to be
   * sure that an event will be seen.
   */
  static FeedStart now() {
    return new Now();
  }

  /** With the oldest event that is kept. */
  static FeedStart earliest() {
    return new Earliest();
  }

  /** After {@code position}, with no gap and no repeat; or with {@code onPositionGone}. */
  static FeedStart after(FeedPosition position) {
    return new After(position);
  }

  /** See {@link #now}. */
  record Now() implements FeedStart {}

  /** See {@link #earliest}. */
  record Earliest() implements FeedStart {}

  /** See {@link #after}. */
  record After(FeedPosition position) implements FeedStart {
    public After {
      requireNonNull(position, "position is null");
    }
  }
}
