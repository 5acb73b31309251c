package io.zonekeep.server.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the commands on keys do to the state. Used by the applying thread, for one entry. */
final class KeyCommands {
  private final Draft draft;
  private final Expiry expiry;
  private final FeedDraft feed;

  KeyCommands(Draft draft, Expiry expiry, FeedDraft feed) {
    this.draft = draft;
    this.expiry = expiry;
    this.feed = feed;
  }

  Result put(Command.Put put) {
    Bytes row = KeyRows.row(put.key());
    if (!holds(row, put.ifVersion())) {
      return new Result.ConditionFailed(presentVersion(row));
    }
    return new Result.Written(write(row, put.value(), put.ttlMillis()));
  }

  Result delete(Command.Delete delete) {
    Bytes row = KeyRows.row(delete.key());
    long presentVersion = presentVersion(row);
    if (delete.ifVersion().orElse(presentVersion) != presentVersion) {
      return new Result.ConditionFailed(presentVersion);
    }
    return new Result.Deleted(presentVersion != 0, remove(row, presentVersion != 0));
  }

  Result touch(Command.Touch touch) {
    Bytes row = KeyRows.row(touch.key());
    Optional<Bytes> stored = draft.get(Table.KEYS, row);
    if (stored.isEmpty()) {
      return new Result.Touched(false, 0);
    }
    KeyRecord record = KeyRows.record(touch.key().key(), stored.get(), true);
    OptionalLong dueMillis = DueRows.dueMillis(draft.storeTimeMillis(), touch.ttlMillis());
    expiry.hint(Table.KEYS, row, record.dueMillis(), dueMillis);
    draft.put(Table.KEYS, row, KeyRows.value(record.version(), dueMillis, record.value()));
    return new Result.Touched(true, record.version());
  }

  /** All conditions are looked at before anything is done. */
  Result batch(Command.Batch batch) {
    List<Command.Operation> operations = batch.operations();
    for (int i = 0; i < operations.size(); i++) {
      if (!holds(row(batch, operations.get(i)), condition(operations.get(i)))) {
        return new Result.BatchRefused(i, presentVersions(batch));
      }
    }
    List<Long> versions = new ArrayList<>(operations.size());
    for (Command.Operation operation : operations) {
      versions.add(apply(row(batch, operation), operation));
    }
    return new Result.BatchWritten(versions);
  }

  private long apply(Bytes row, Command.Operation operation) {
    return switch (operation) {
      case Command.Operation.Put put -> write(row, put.value(), put.ttlMillis());
      case Command.Operation.Delete _ ->
          remove(row, feed.recordsKeys() && presentVersion(row) != 0);
      case Command.Operation.Check check -> check.ifVersion();
    };
  }

  /** Reads the old row only if there is a due time: only then could it have a hint of use. */
  private long write(Bytes row, Bytes value, long ttlMillis) {
    long version = draft.nextVersion();
    OptionalLong dueMillis = DueRows.dueMillis(draft.storeTimeMillis(), ttlMillis);
    if (dueMillis.isPresent()) {
      expiry.hint(Table.KEYS, row, presentDueMillis(row), dueMillis);
    }
    draft.put(Table.KEYS, row, KeyRows.value(version, dueMillis, value));
    feed.keyPut(row, version);
    return version;
  }

  private long remove(Bytes row, boolean existed) {
    draft.delete(Table.KEYS, row);
    long version = draft.nextVersion();
    if (existed) {
      feed.keyRemoved(row, version, false);
    }
    return version;
  }

  private boolean holds(Bytes row, OptionalLong ifVersion) {
    return ifVersion.isEmpty() || ifVersion.getAsLong() == presentVersion(row);
  }

  private List<Long> presentVersions(Command.Batch batch) {
    return batch.operations().stream()
        .map(operation -> presentVersion(row(batch, operation)))
        .toList();
  }

  /** 0 if there is no such key. */
  private long presentVersion(Bytes row) {
    return draft.get(Table.KEYS, row).map(stored -> KeyRows.head(stored).version()).orElse(0L);
  }

  private OptionalLong presentDueMillis(Bytes row) {
    return draft
        .get(Table.KEYS, row)
        .map(stored -> KeyRows.head(stored).dueMillis())
        .orElse(OptionalLong.empty());
  }

  private static Bytes row(Command.Batch batch, Command.Operation operation) {
    return KeyRows.row(batch.namespace(), operation.key());
  }

  private static OptionalLong condition(Command.Operation operation) {
    return switch (operation) {
      case Command.Operation.Put put -> put.ifVersion();
      case Command.Operation.Delete delete -> delete.ifVersion();
      case Command.Operation.Check check -> OptionalLong.of(check.ifVersion());
    };
  }
}
