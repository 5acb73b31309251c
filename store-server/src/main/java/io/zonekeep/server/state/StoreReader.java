package io.zonekeep.server.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Reads the rows of a store; from any thread. */
final class StoreReader implements StateReader {
  private final Store store;
  private final LongSupplier storeTimeMillis;
  private final LongSupplier version;
  private final Supplier<FeedMarks> feedMarks;

  /**
   * No hint in the store is due before it, and none will be: hints are only written for later than
   * the store time. Spares the sweeper the tombstones of all hints that have fired.
   */
  private final AtomicLong firstDueMillis = new AtomicLong();

  StoreReader(
      Store store,
      LongSupplier storeTimeMillis,
      LongSupplier version,
      Supplier<FeedMarks> feedMarks) {
    this.store = store;
    this.storeTimeMillis = storeTimeMillis;
    this.version = version;
    this.feedMarks = feedMarks;
  }

  void reload() {
    firstDueMillis.set(0);
  }

  @Override
  public long version() {
    return version.getAsLong();
  }

  @Override
  public Optional<KeyRecord> get(Key key) {
    return store
        .get(Table.KEYS, KeyRows.row(key))
        .map(stored -> KeyRows.record(key.key(), stored, true));
  }

  @Override
  public Page<KeyRecord> scan(
      String namespace, Bytes prefix, Bytes after, int limit, int bytesMax, boolean keysOnly) {
    Bytes prefixRow = KeyRows.row(namespace, prefix);
    PageBuilder<KeyRecord> page = new PageBuilder<>(limit, bytesMax);
    store.scan(
        Table.KEYS,
        prefixRow,
        firstAfter(prefixRow, KeyRows.row(namespace, after), after.length() == 0),
        (row, value) -> {
          if (page.isFull()) {
            return page.leaveMore();
          }
          KeyRecord record = KeyRows.record(KeyRows.keyOf(namespace, row), value, !keysOnly);
          return page.add(record, record.key().length() + (long) record.value().length());
        });
    return page.build();
  }

  @Override
  public Optional<Session> sessionHeader(SessionKey session) {
    return store
        .get(Table.SESSIONS, SessionRows.header(session))
        .map(stored -> SessionRows.decode(stored).session(session.id(), new TreeMap<>()));
  }

  @Override
  public Optional<Session> session(SessionKey session) {
    SessionScan scan = new SessionScan(SessionRows.header(session));
    store.scan(Table.SESSIONS, scan.headerRow, scan.headerRow, scan);
    return scan.session(session.id());
  }

  @Override
  public Page<Session> sessionsByPrincipal(
      String namespace,
      String principal,
      String afterId,
      int limit,
      int bytesMax,
      boolean withoutAttributes) {
    Bytes prefix = PrincipalRows.row(namespace, principal, "");
    Bytes after = PrincipalRows.row(namespace, principal, afterId);
    PageBuilder<Session> page = new PageBuilder<>(limit, bytesMax);
    try (Store.View view = store.view()) {
      view.scan(
          Table.PRINCIPALS,
          prefix,
          firstAfter(prefix, after, afterId.isEmpty()),
          (row, value) -> {
            if (page.isFull()) {
              return page.leaveMore();
            }
            SessionKey key = new SessionKey(namespace, PrincipalRows.sessionId(row));
            Session session = session(view, key, withoutAttributes);
            return page.add(session, bytes(session));
          });
    }
    return page.build();
  }

  @Override
  public FeedMarks feedMarks() {
    return feedMarks.get();
  }

  @Override
  public FeedPage feed(FeedTopic topic, FeedPosition from, int bytesMax) {
    try (Store.View view = store.view()) {
      FeedScan scan =
          new FeedScan(from, FeedPosition.after(MetaRow.in(view).applied().index()), bytesMax);
      view.scan(
          Table.FEED,
          FeedRows.topic(topic),
          FeedRows.row(topic, new FeedPosition(from.index(), 0)),
          scan);
      return scan.page(FeedMarks.in(view));
    }
  }

  @Override
  public List<DueHint> dueHints(long dueMillis, int limit) {
    // Taken before the scan: a hint that the scan cannot see yet is due after this.
    long seenMillis = storeTimeMillis.getAsLong();
    List<DueHint> hints = new ArrayList<>();
    AtomicLong firstMillis = new AtomicLong(Long.MAX_VALUE);
    store.scan(
        Table.DUE,
        Bytes.EMPTY,
        DueRows.from(firstDueMillis.get()),
        (row, value) -> {
          DueHint hint = DueRows.hint(row);
          firstMillis.accumulateAndGet(hint.dueMillis(), Math::min);
          if (hint.dueMillis() > dueMillis || hints.size() == limit) {
            return false;
          }
          hints.add(hint);
          return true;
        });
    firstDueMillis.accumulateAndGet(Math.min(firstMillis.get(), seenMillis + 1), Math::max);
    return hints;
  }

  private static Session session(Store.View view, SessionKey key, boolean withoutAttributes) {
    SessionScan scan = new SessionScan(SessionRows.header(key));
    if (withoutAttributes) {
      view.get(Table.SESSIONS, scan.headerRow)
          .ifPresent(value -> scan.visit(scan.headerRow, value));
    } else {
      view.scan(Table.SESSIONS, scan.headerRow, scan.headerRow, scan);
    }
    return scan.session(key.id())
        .orElseThrow(
            () -> new IllegalStateException("PRINCIPALS names a session that is not there"));
  }

  private static long bytes(Session session) {
    long bytes = session.id().length();
    for (var attribute : session.attributes().entrySet()) {
      bytes += SessionRows.attributeBytes(attribute.getKey(), attribute.getValue());
    }
    return bytes;
  }

  /** Where a scan of {@code prefix} goes on after the row {@code after}. */
  private static Bytes firstAfter(Bytes prefix, Bytes after, boolean fromFirst) {
    if (fromFirst || after.compareTo(prefix) < 0) {
      return prefix;
    }
    return new ByteWriter(after.length() + 1).raw(after).octet(0).toBytes();
  }

  /** The order of the names in UTF-8: String's own puts characters beyond 16 bits too early. */
  private static int inByteOrder(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char one = left.charAt(i);
      char other = right.charAt(i);
      if (one != other) {
        return Character.isSurrogate(one) == Character.isSurrogate(other)
            ? Character.compare(one, other)
            : Boolean.compare(Character.isSurrogate(one), Character.isSurrogate(other));
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /** Puts a session together from its rows. */
  private static final class SessionScan implements Store.RowVisitor {
    private final Bytes headerRow;
    private final SortedMap<String, Bytes> attributes = new TreeMap<>(StoreReader::inByteOrder);
    private Optional<SessionHeader> header = Optional.empty();

    SessionScan(Bytes headerRow) {
      this.headerRow = headerRow;
    }

    @Override
    public boolean visit(Bytes row, Bytes value) {
      if (row.equals(headerRow)) {
        header = Optional.of(SessionRows.decode(value));
      } else {
        attributes.put(SessionRows.attributeName(headerRow, row), value);
      }
      return true;
    }

    Optional<Session> session(String id) {
      if (header.isEmpty() && !attributes.isEmpty()) {
        throw new IllegalStateException("SESSIONS has attributes of a session without a header");
      }
      return header.map(present -> present.session(id, attributes));
    }
  }
}
