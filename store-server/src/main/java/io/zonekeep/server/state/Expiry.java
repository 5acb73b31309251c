package io.zonekeep.server.state;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps the hints of {@link DueRows} and removes what is due (promise P6). Used by the applying
 * thread, for one entry.
 */
final class Expiry {
  private final Draft draft;
  private final FeedDraft feed;

  Expiry(Draft draft, FeedDraft feed) {
    this.draft = draft;
    this.feed = feed;
  }

  /**
   * Must be called whenever a record gets a due time. Writes a hint unless the record's hint so far
   * is early enough.
   *
   * @param before the due time so far; empty: none, or no such record
   */
  void hint(Table table, Bytes row, OptionalLong before, OptionalLong after) {
    if (after.isPresent() && (before.isEmpty() || before.getAsLong() > after.getAsLong())) {
      put(new DueHint(after.getAsLong(), table, row));
    }
  }

  Result expire(Command.Expire expire, SessionCommands sessions) {
    int removed = 0;
    for (DueHint hint : expire.hints()) {
      draft.delete(Table.DUE, DueRows.row(hint));
      removed += fire(hint, sessions) ? 1 : 0;
    }
    return new Result.Expired(removed);
  }

  /** Whether the record was due, and is removed; else a record that has a due time is hinted at. */
  private boolean fire(DueHint hint, SessionCommands sessions) {
    OptionalLong dueMillis = dueMillis(hint);
    if (dueMillis.isEmpty()) {
      return false;
    }
    if (dueMillis.getAsLong() > draft.storeTimeMillis()) {
      put(new DueHint(dueMillis.getAsLong(), hint.table(), hint.row()));
      return false;
    }
    long version = draft.nextVersion();
    if (hint.table() == Table.KEYS) {
      draft.delete(Table.KEYS, hint.row());
      feed.keyRemoved(hint.row(), version, true);
    } else {
      sessions.expire(hint.row());
    }
    return true;
  }

  private OptionalLong dueMillis(DueHint hint) {
    Optional<Bytes> stored = draft.get(hint.table(), hint.row());
    if (stored.isEmpty()) {
      return OptionalLong.empty();
    }
    return hint.table() == Table.KEYS
        ? KeyRows.head(stored.get()).dueMillis()
        : SessionRows.decode(stored.get()).dueMillis();
  }

  private void put(DueHint hint) {
    draft.put(Table.DUE, DueRows.row(hint), Bytes.EMPTY);
  }
}
