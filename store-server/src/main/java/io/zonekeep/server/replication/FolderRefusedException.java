package io.zonekeep.server.replication;

/** The data folder must not be used by this process; the message is one line for an operator. */
public final class FolderRefusedException extends RuntimeException {
  public FolderRefusedException(String message) {
    super(message);
  }
}
