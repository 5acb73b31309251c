package io.zonekeep.server.state;

import static java.util.Objects.requireNonNull;

/**
 * Says that a record may be due: a row of the expiry index, verified against the record when the
 * time has come.
 *
 * @param dueMillis store time
 * @param table KEYS or SESSIONS
 * @param row the record's row in that table
 */
public record DueHint(long dueMillis, Table table, Bytes row) {
  public DueHint {
    if (table != Table.KEYS && table != Table.SESSIONS) {
      throw new IllegalArgumentException("nothing expires in " + table);
    }
    requireNonNull(row, "row is null");
  }
}
