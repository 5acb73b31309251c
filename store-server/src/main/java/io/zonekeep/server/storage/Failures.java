package io.zonekeep.server.storage;

import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Tells damage from other failures of RocksDB. */
final class Failures {
  private Failures() {}

  static StorageException of(String what, Exception cause) {
    String message = what + ": " + cause.getMessage();
    return code(cause) == Status.Code.Corruption
        ? new DamagedStoreException(message, cause)
        : new StorageException(message, cause);
  }

  /** While a store is being opened, a file that should be there and is not is damage too. */
  static StorageException opening(Path folder, RocksDBException cause) {
    String message = cause.getMessage() == null ? "" : cause.getMessage();
    if (code(cause) == Status.Code.InvalidArgument) {
      return new StorageException(folder + " is not a store of Zonekeep: " + message, cause);
    }
    if (message.contains("lock")) {
      return new StorageException(folder + " is in use by another process: " + message, cause);
    }
    if (message.contains("No such file")) {
      return new DamagedStoreException(folder + " lacks a file: " + message, cause);
    }
    return of("cannot open " + folder, cause);
  }

  private static Status.Code code(Exception cause) {
    return cause instanceof RocksDBException rocks && rocks.getStatus() != null
        ? rocks.getStatus().getCode()
        : Status.Code.Undefined;
  }
}
