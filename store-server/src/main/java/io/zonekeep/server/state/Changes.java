package io.zonekeep.server.state;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rows that one entry writes and removes: the last change of a row counts. Used by the applying
 * thread alone, which reads its own changes here before it reads the store.
 */
public final class Changes {
  private final Map<Table, NavigableMap<Bytes, Optional<Bytes>>> rows = new EnumMap<>(Table.class);

  public void put(Table table, Bytes row, Bytes value) {
    of(table).put(row, Optional.of(value));
  }

  public void delete(Table table, Bytes row) {
    of(table).put(row, Optional.empty());
  }

  /** Changes of one table by row; an empty value removes the row. */
  public NavigableMap<Bytes, Optional<Bytes>> in(Table table) {
    return Collections.unmodifiableNavigableMap(of(table));
  }

  private NavigableMap<Bytes, Optional<Bytes>> of(Table table) {
    return rows.computeIfAbsent(table, t -> new TreeMap<>());
  }
}
