package io.zonekeep.server.state;

import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A store in memory, for tests; from any thread. */
public final class MemoryStore implements Store {
  /** Replaced as a whole by each commit, so a view is a reference to it. */
  private volatile Map<Table, NavigableMap<Bytes, Bytes>> tables = new EnumMap<>(Table.class);

  @Override
  public Optional<Bytes> get(Table table, Bytes row) {
    return get(tables, table, row);
  }

  @Override
  public void scan(Table table, Bytes prefix, Bytes from, RowVisitor visitor) {
    scan(tables, table, prefix, from, visitor);
  }

  @Override
  public View view() {
    Map<Table, NavigableMap<Bytes, Bytes>> moment = tables;
    return new View() {
      @Override
      public Optional<Bytes> get(Table table, Bytes row) {
        return MemoryStore.get(moment, table, row);
      }

      @Override
      public void scan(Table table, Bytes prefix, Bytes from, RowVisitor visitor) {
        MemoryStore.scan(moment, table, prefix, from, visitor);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void commit(Changes changes) {
    Map<Table, NavigableMap<Bytes, Bytes>> after = new EnumMap<>(Table.class);
    for (Table table : Table.values()) {
      NavigableMap<Bytes, Bytes> before = rows(tables, table);
      Map<Bytes, Optional<Bytes>> changed = changes.in(table);
      after.put(table, changed.isEmpty() ? before : with(before, changed));
    }
    tables = after;
  }

  /** All rows of one table. */
  public NavigableMap<Bytes, Bytes> rows(Table table) {
    return rows(tables, table);
  }

  private static NavigableMap<Bytes, Bytes> with(
      NavigableMap<Bytes, Bytes> before, Map<Bytes, Optional<Bytes>> changed) {
    NavigableMap<Bytes, Bytes> after = new TreeMap<>(before);
    changed.forEach((row, value) ->
        value.ifPresentOrElse(present -> after.put(row, present), () -> after.remove(row)));
    return after;
  }

  private static Optional<Bytes> get(
      Map<Table, NavigableMap<Bytes, Bytes>> tables, Table table, Bytes row) {
    return Optional.ofNullable(rows(tables, table).get(row));
  }

  private static void scan(
      Map<Table, NavigableMap<Bytes, Bytes>> tables,
      Table table,
      Bytes prefix,
      Bytes from,
      RowVisitor visitor) {
    Bytes first = from.compareTo(prefix) < 0 ? prefix : from;
    for (Map.Entry<Bytes, Bytes> row : rows(tables, table).tailMap(first, true).entrySet()) {
      if (!row.getKey().startsWith(prefix) || !visitor.visit(row.getKey(), row.getValue())) {
        return;
      }
    }
  }

  private static NavigableMap<Bytes, Bytes> rows(
      Map<Table, NavigableMap<Bytes, Bytes>> tables, Table table) {
    return tables.getOrDefault(table, new TreeMap<>());
  }
}
