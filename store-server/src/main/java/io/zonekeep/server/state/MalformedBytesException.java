package io.zonekeep.server.state;

/**
 * Bytes from the log or the store do not say what they should: damage, or a format of another
 * release. Nothing can be concluded from them.
 */
public final class MalformedBytesException extends RuntimeException {
  public MalformedBytesException(String message) {
    super(message);
  }
}
