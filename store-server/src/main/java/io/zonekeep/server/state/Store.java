package io.zonekeep.server.state;

import java.util.Optional;

/**
 * The port to whatever keeps the rows. Reads may come from any thread; {@link #commit} comes from
 * the one thread that applies.
 */
public interface Store {
  Optional<Bytes> get(Table table, Bytes row);

  /**
   * Visits rows in byte order from {@code from} (inclusive) while they begin with {@code prefix}.
   * All rows of one call, and all look-ups of one {@link View}, are of one moment.
   */
  void scan(Table table, Bytes prefix, Bytes from, RowVisitor visitor);

  /** A view of one moment. The caller closes it. */
  View view();

  /** Writes all of {@code changes} or nothing. Not yet on disk when it returns: the log is. */
  void commit(Changes changes);

  /** Receives the rows of a scan. */
  @FunctionalInterface
  interface RowVisitor {
    /** Returns false to end the scan. */
    boolean visit(Bytes row, Bytes value);
  }

  /** Reads of one moment; used by one thread. */
  interface View extends AutoCloseable {
    Optional<Bytes> get(Table table, Bytes row);

    void scan(Table table, Bytes prefix, Bytes from, RowVisitor visitor);

    @Override
    void close();
  }
}
