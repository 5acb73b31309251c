package io.zonekeep.server.state;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The state as one entry sees and changes it: the store, with the entry's own changes laid over it,
 * so that a later write of the entry sees an earlier one. Used by the applying thread.
 */
final class Draft {
  private final Store store;
  private final Changes changes = new Changes();
  private final long storeTimeMillis;
  private final long wallMillis;

  /** The last version given; only grows. */
  private long version;

  Draft(Store store, long storeTimeMillis, long wallMillis, long version) {
    this.store = store;
    this.storeTimeMillis = storeTimeMillis;
    this.wallMillis = wallMillis;
    this.version = version;
  }

  Optional<Bytes> get(Table table, Bytes row) {
    Optional<Bytes> changed = changes.in(table).get(row);
    return changed != null ? changed : store.get(table, row);
  }

  /** All rows that begin with {@code prefix}, in byte order; a copy. */
  NavigableMap<Bytes, Bytes> rows(Table table, Bytes prefix) {
    NavigableMap<Bytes, Bytes> rows = new TreeMap<>();
    store.scan(
        table,
        prefix,
        prefix,
        (row, value) -> {
          rows.put(row, value);
          return true;
        });
    for (var change : changes.in(table).tailMap(prefix, true).entrySet()) {
      if (!change.getKey().startsWith(prefix)) {
        break;
      }
      change
          .getValue()
          .ifPresentOrElse(
              value -> rows.put(change.getKey(), value), () -> rows.remove(change.getKey()));
    }
    return rows;
  }

  /** Rows of the store as it was before the entry. */
  void scanStored(Table table, Bytes prefix, Bytes from, Store.RowVisitor visitor) {
    store.scan(table, prefix, from, visitor);
  }

  void put(Table table, Bytes row, Bytes value) {
    changes.put(table, row, value);
  }

  void delete(Table table, Bytes row) {
    changes.delete(table, row);
  }

  /** Store time of the entry: now, for all that it does. */
  long storeTimeMillis() {
    return storeTimeMillis;
  }

  long wallMillis() {
    return wallMillis;
  }

  long version() {
    return version;
  }

  long nextVersion() {
    return ++version;
  }

  Changes changes() {
    return changes;
  }
}
