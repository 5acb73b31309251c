package io.zonekeep.server.state;

/**
 * What a feed tells of. Each topic is kept by bounds of its own, so that many writes of keys do not
 * drive out what happened to sessions.
 */
public enum FeedTopic {
  SESSIONS(1),
  KEYS(2);

  private final int number;

  FeedTopic(int number) {
    this.number = number;
  }

  /** Part of the disk format. */
  int number() {
    return number;
  }
}
