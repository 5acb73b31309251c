package io.zonekeep.server.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Applies the entries of the log to a store, one after the other, each as one atomic commit:
 * records, results for retries, and how far the store has come. The same entries give the same
 * store and the same results on every node.
 *
 * <p>One thread applies. {@link #applied}, {@link #storeTimeMillis}, {@link #version} and the
 * {@link #reader} may be used from any thread. After an exception the memory may be ahead of the
 * store: nothing may be applied until {@link #reload}.
 */
public final class StateMachine {
  private final Store store;
  private final StoreReader reader;
  private RememberedResults remembered = new RememberedResults();

  /** Only grows but for {@link #reload}: term, index, store time and version alike. */
  private volatile MetaRow meta;

  /** As stored; behind the store for a moment, while an entry is being committed. */
  private volatile FeedMarks feedMarks;

  /** Goes on from what {@code store} holds. */
  public StateMachine(Store store) {
    this.store = store;
    this.meta = MetaRow.in(store);
    this.feedMarks = FeedMarks.in(store);
    this.reader = new StoreReader(store, this::storeTimeMillis, this::version, () -> feedMarks);
    reload();
  }

  /**
   * Applies one entry.
   *
   * @return one result a write, in order
   * @throws IllegalStateException if the entry does not come after the last one
   */
  public List<Result> apply(long term, long index, Entry entry) {
    AppliedPosition position = next(term, index);
    MetaRow before = meta;
    long storeTimeMillis = Math.max(before.storeTimeMillis(), entry.storeTimeMillis());
    Draft draft = new Draft(store, storeTimeMillis, entry.wallMillis(), before.version());
    FeedDraft feed = new FeedDraft(draft, feedMarks, entry.feed(), index);
    List<Result> results = applyWrites(entry, index, draft, feed);
    FeedMarks marksAfter = feed.close();
    MetaRow after =
        new MetaRow(position, storeTimeMillis, draft.version(), remembered.forgottenBeforeMillis());
    draft.put(Table.META, MetaRow.ROW, after.encode());
    store.commit(draft.changes());
    meta = after;
    feedMarks = marksAfter;
    return results;
  }

  /**
   * Passes over an entry of the log that is not for the state. The position is in memory until the
   * next entry: after a restart it is passed over once more.
   */
  public void skip(long term, long index) {
    AppliedPosition position = next(term, index);
    MetaRow before = meta;
    meta =
        new MetaRow(
            position, before.storeTimeMillis(), before.version(), before.forgottenBeforeMillis());
  }

  /** Goes on from what the store holds now, as after a snapshot took its place. */
  public void reload() {
    MetaRow stored = MetaRow.in(store);
    RememberedResults fresh = new RememberedResults();
    fresh.restore(RememberedRows.in(store), stored.forgottenBeforeMillis());
    remembered = fresh;
    reader.reload();
    meta = stored;
    feedMarks = FeedMarks.in(store);
  }

  public AppliedPosition applied() {
    return meta.applied();
  }

  /** The newest stamp applied. */
  public long storeTimeMillis() {
    return meta.storeTimeMillis();
  }

  /** The last version given to a record. */
  public long version() {
    return meta.version();
  }

  public StateReader reader() {
    return reader;
  }

  /** How far a store has come, without a state machine on it. */
  public static AppliedPosition appliedIn(Store store) {
    return MetaRow.in(store).applied();
  }

  private AppliedPosition next(long term, long index) {
    AppliedPosition last = meta.applied();
    if (index <= last.index() || term < last.term()) {
      throw new IllegalStateException(
          "entry " + index + " of term " + term + " cannot follow " + last);
    }
    return new AppliedPosition(term, index);
  }

  private List<Result> applyWrites(Entry entry, long index, Draft draft, FeedDraft feed) {
    Expiry expiry = new Expiry(draft, feed);
    KeyCommands keys = new KeyCommands(draft, expiry, feed);
    SessionCommands sessions = new SessionCommands(draft, expiry, feed);
    List<Result> results = new ArrayList<>(entry.writes().size());
    remembered.begin(index, draft.storeTimeMillis(), entry.window());
    for (Write write : entry.writes()) {
      results.add(applyOnce(write, keys, sessions, expiry));
    }
    remembered.end(entry.window(), draft);
    return results;
  }

  private Result applyOnce(Write write, KeyCommands keys, SessionCommands sessions, Expiry expiry) {
    Optional<Result> known = write.id().flatMap(remembered::find);
    if (known.isPresent()) {
      return known.get();
    }
    Result result = apply(write.command(), keys, sessions, expiry);
    write.id().ifPresent(id -> remembered.remember(id, result));
    return result;
  }

  private static Result apply(
      Command command, KeyCommands keys, SessionCommands sessions, Expiry expiry) {
    return switch (command) {
      case Command.Put put -> keys.put(put);
      case Command.Delete delete -> keys.delete(delete);
      case Command.Touch touch -> keys.touch(touch);
      case Command.Batch batch -> keys.batch(batch);
      case Command.CreateSession create -> sessions.create(create);
      case Command.SaveSession save -> sessions.save(save);
      case Command.TouchSessions touch -> sessions.touch(touch);
      case Command.ChangeSessionId change -> sessions.changeId(change);
      case Command.DeleteSession delete -> sessions.delete(delete);
      case Command.Expire expire -> expiry.expire(expire, sessions);
    };
  }
}
