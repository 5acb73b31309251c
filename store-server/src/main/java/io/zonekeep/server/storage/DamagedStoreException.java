package io.zonekeep.server.storage;

/** What is on disk is not what was written there; only another copy can help. */
public final class DamagedStoreException extends StorageException {
  public DamagedStoreException(String message) {
    super(message);
  }

  public DamagedStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
