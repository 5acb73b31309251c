package io.zonekeep.server.state;

import java.util.OptionalLong;

/**
 * DUE: hints of what may expire, in order of the due times. Invariant: for each record with a due
 * time there is a hint of that time or an earlier one. So a later due time needs no write here, and
 * what the hint says is verified when it fires.
 *
 * <p>Row: due time (8 bytes, highest first), number of the table (1 byte), row in that table. No
 * value.
 */
final class DueRows {
  private static final int KEYS = 1;
  private static final int SESSIONS = 2;

  private DueRows() {}

  static Bytes row(DueHint hint) {
    return new ByteWriter(9 + hint.row().length())
        .ordered(hint.dueMillis())
        .octet(tableNumber(hint.table()))
        .raw(hint.row())
        .toBytes();
  }

  /** Comes before all hints of {@code dueMillis}, and after all earlier ones. */
  static Bytes from(long dueMillis) {
    return new ByteWriter(8).ordered(dueMillis).toBytes();
  }

  static DueHint hint(Bytes row) {
    ByteReader in = new ByteReader("row of DUE", row);
    return new DueHint(in.ordered(), table(in, in.octet()), in.rest());
  }

  static int tableNumber(Table table) {
    return table == Table.KEYS ? KEYS : SESSIONS;
  }

  static Table table(ByteReader in, int number) {
    return switch (number) {
      case KEYS -> Table.KEYS;
      case SESSIONS -> Table.SESSIONS;
      default -> throw in.malformed("table " + number);
    };
  }

  /** When a record written or touched at {@code nowMillis} may expire; never without a life. */
  static OptionalLong dueMillis(long nowMillis, long lifeMillis) {
    if (lifeMillis <= 0) {
      return OptionalLong.empty();
    }
    long dueMillis = nowMillis + lifeMillis;
    return OptionalLong.of(dueMillis < 0 ? Long.MAX_VALUE : dueMillis);
  }
}
