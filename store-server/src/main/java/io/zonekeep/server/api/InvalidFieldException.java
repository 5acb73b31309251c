package io.zonekeep.server.api;

/** A field of a call is missing, malformed or over its limit. The message names field and limit. */
final class InvalidFieldException extends RuntimeException {
  InvalidFieldException(String message) {
    // Expected, and frequent with a client gone wrong: a stack trace would only cost.
    super(message, null, false, false);
  }
}
