package io.zonekeep.server.api;

/** A bound of this node's API is reached: surely nothing was done. The message names the bound. */
final class BusyException extends RuntimeException {
  BusyException(String message) {
    super(message, null, false, false);
  }
}
