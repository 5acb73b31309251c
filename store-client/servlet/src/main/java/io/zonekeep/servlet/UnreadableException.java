package io.zonekeep.servlet;

/** Bytes that are not a value of an allowed class. */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1;

  UnreadableException(Throwable cause) {
    super(cause.toString(), cause);
  }
}
