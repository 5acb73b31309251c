package io.zonekeep.server.replication;

/** The handover was not done, and the message says why. */
public final class HandOverRefusedException extends RuntimeException {
  public HandOverRefusedException(String message) {
    super(message);
  }
}
