package io.zonekeep.server.api;

/** Events after the position that a watcher wants are no longer kept. */
final class PositionGoneException extends RuntimeException {
  private final String earliest;

  /**
   * Says where to go on.
   *
   * @param earliest the text of the first position that can be asked for
   */
  PositionGoneException(String position, String earliest) {
    super(
        "events after %s are no longer kept (feed.window and feed's bytes): the earliest position is %s"
            .formatted(position, earliest));
    this.earliest = earliest;
  }

  String earliest() {
    return earliest;
  }
}
