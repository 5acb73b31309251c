package io.zonekeep.server.storage;

/** The store on disk cannot go on: an I/O error, or a folder that cannot be used. */
public class StorageException extends RuntimeException {
  public StorageException(String message) {
    super(message);
  }

  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
