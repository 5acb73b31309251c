package io.zonekeep.server.replication;

/**
 * Nobody knows whether the write was or will be applied. The caller may send it again under the
 * same write id, to this or another node, and gets the one result.
 */
public final class IndeterminateException extends RuntimeException {
  public IndeterminateException(String message, Throwable cause) {
    super(message, cause);
  }
}
