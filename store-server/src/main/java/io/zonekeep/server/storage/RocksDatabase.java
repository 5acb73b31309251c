package io.zonekeep.server.storage;

import io.zonekeep.server.state.Bytes;
import io.zonekeep.server.state.Changes;
import io.zonekeep.server.state.Store.RowVisitor;
import io.zonekeep.server.state.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * One open RocksDB with a column family a table, and its native objects. Reads come from any
 * thread, commits from one. Must not be used while or after it is closed: {@link RocksStore} sees
 * to that.
 */
final class RocksDatabase {
  private final RocksDB database;
  private final RocksOptions options;
  private final List<ColumnFamilyHandle> handles;
  private final Map<Table, ColumnFamilyHandle> tables = new EnumMap<>(Table.class);
  private final ReadOptions newest = new ReadOptions();
  private final WriteOptions withoutLog = new WriteOptions().setDisableWAL(true);
  private final WriteBatch batch = new WriteBatch();

  private RocksDatabase(RocksDB database, RocksOptions options, List<ColumnFamilyHandle> handles) {
    this.database = database;
    this.options = options;
    this.handles = handles;
    for (Table table : Table.values()) {
      // The default column family comes first and stays empty.
      tables.put(table, handles.get(tables.size() + 1));
    }
  }

  static RocksDatabase open(Path folder, RocksSettings settings) throws RocksDBException {
    RocksOptions options = new RocksOptions(settings);
    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    families.add(
        new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, options.defaultColumnFamily()));
    for (Table table : Table.values()) {
      byte[] name = Bytes.utf8(table.name().toLowerCase(Locale.ROOT)).array();
      families.add(new ColumnFamilyDescriptor(name, options.columnFamily(table)));
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      RocksDB database = RocksDB.open(options.database(), folder.toString(), families, handles);
      return new RocksDatabase(database, options, handles);
    } catch (RocksDBException e) {
      options.close();
      throw e;
    }
  }

  Optional<Bytes> get(Table table, Bytes row) throws RocksDBException {
    return get(table, row, newest);
  }

  Optional<Bytes> get(Table table, Bytes row, ReadOptions read) throws RocksDBException {
    return Optional.ofNullable(database.get(handle(table), read, row.array())).map(Bytes::wrap);
  }

  void scan(Table table, Bytes prefix, Bytes from, RowVisitor visitor, Optional<Snapshot> moment)
      throws RocksDBException {
    Bytes first = from.compareTo(prefix) < 0 ? prefix : from;
    Optional<Slice> end = firstBeyond(prefix).map(Slice::new);
    try (ReadOptions read = new ReadOptions()) {
      end.ifPresent(read::setIterateUpperBound);
      moment.ifPresent(read::setSnapshot);
      try (RocksIterator rows = database.newIterator(handle(table), read)) {
        rows.seek(first.array());
        while (rows.isValid() && visitor.visit(Bytes.wrap(rows.key()), Bytes.wrap(rows.value()))) {
          rows.next();
        }
        // An iterator that meets damage only becomes invalid: without this the rest is "not there".
        rows.status();
      }
    } finally {
      end.ifPresent(Slice::close);
    }
  }

  void commit(Changes changes) throws RocksDBException {
    batch.clear();
    for (Table table : Table.values()) {
      ColumnFamilyHandle handle = handle(table);
      for (Map.Entry<Bytes, Optional<Bytes>> change : changes.in(table).entrySet()) {
        byte[] row = change.getKey().array();
        if (change.getValue().isPresent()) {
          batch.put(handle, row, change.getValue().get().array());
        } else {
          batch.delete(handle, row);
        }
      }
    }
    database.write(withoutLog, batch);
  }

  Snapshot takeSnapshot() {
    return database.getSnapshot();
  }

  void releaseSnapshot(Snapshot snapshot) {
    database.releaseSnapshot(snapshot);
    snapshot.close();
  }

  /** Flushes what is in memory first: there is no log of RocksDB's own to copy. */
  void checkpoint(Path folder) throws RocksDBException {
    try (Checkpoint checkpoint = Checkpoint.create(database)) {
      checkpoint.createCheckpoint(folder.toString());
    }
  }

  /** How many flushes and compactions have failed since the opening. */
  long backgroundErrors() throws RocksDBException {
    return database.getLongProperty("rocksdb.background-errors");
  }

  /** Reads every block of every file. */
  void verifyChecksums() throws RocksDBException {
    database.verifyChecksum();
  }

  void flush() throws RocksDBException {
    try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
      database.flush(wait, handles);
    }
  }

  /** Drops what is not flushed. */
  void close() {
    handles.forEach(ColumnFamilyHandle::close);
    batch.close();
    withoutLog.close();
    newest.close();
    database.close();
    options.close();
  }

  private ColumnFamilyHandle handle(Table table) {
    ColumnFamilyHandle handle = tables.get(table);
    if (handle == null) {
      throw new IllegalStateException("no column family for " + table);
    }
    return handle;
  }

  /** The first row after all that begin with {@code prefix}; empty: there is none. */
  private static Optional<byte[]> firstBeyond(Bytes prefix) {
    byte[] beyond = prefix.array();
    for (int length = beyond.length; length > 0; length--) {
      if (beyond[length - 1] != (byte) 0xFF) {
        byte[] successor = Arrays.copyOf(beyond, length);
        successor[length - 1]++;
        return Optional.of(successor);
      }
    }
    return Optional.empty();
  }
}
