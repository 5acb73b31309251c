package io.zonekeep.server.api;

/** The node is stopping and takes no more calls: surely nothing was done. */
final class ShuttingDownException extends RuntimeException {
  ShuttingDownException() {
    super("the node is stopping", null, false, false);
  }
}
