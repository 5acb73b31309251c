package io.zonekeep.server.config;

/** The list of nodes could not keep the promises. The message is one line that says what to do. */
public final class LayoutException extends RuntimeException {
  public LayoutException(String message) {
    super(message);
  }
}
