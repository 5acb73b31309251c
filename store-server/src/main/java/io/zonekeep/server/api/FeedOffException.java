package io.zonekeep.server.api;

/** The cluster does not record events of keys. */
final class FeedOffException extends RuntimeException {
  FeedOffException() {
    super("events of keys are not recorded (feed.keys)");
  }
}
