package io.zonekeep.server.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@link RememberedResults} knows of one client. Owned by the applying thread. */
final class RememberedClient {
  private final Bytes id;

  /** By sequence; none is below the floor. */
  private final TreeMap<Long, Remembered> results = new TreeMap<>();

  /** Only grows. */
  private long floor = 1;

  private long changedIndex;
  private long changedMillis;
  private @Nullable RememberedRow newestRow;

  RememberedClient(Bytes id) {
    this.id = id;
  }

  void remember(long sequence, Result result, RememberedRow row) {
    if (sequence < floor) {
      throw new IllegalStateException("sequence " + sequence + " is below the floor " + floor);
    }
    row.add(sequence);
    results.put(sequence, new Remembered(result, row));
    newestRow = row;
  }

  /** The row for results of the entry {@code index}, made at its first result. */
  RememberedRow row(long index, long storeTimeMillis) {
    return newestRow != null && newestRow.index() == index
        ? newestRow
        : new RememberedRow(this, index, storeTimeMillis);
  }

  /** The row with results of the entry {@code index}, if there are any. */
  Optional<RememberedRow> newRow(long index) {
    return Optional.ofNullable(newestRow).filter(row -> row.index() == index && !row.isEmpty());
  }

  Optional<Result> result(long sequence) {
    return Optional.ofNullable(results.get(sequence)).map(Remembered::result);
  }

  /** Those results of {@code row} that are still remembered. */
  List<ClientRows.StoredResult> resultsIn(RememberedRow row) {
    List<ClientRows.StoredResult> found = new ArrayList<>(row.sequences().size());
    for (long sequence : row.sequences()) {
      Remembered remembered = results.get(sequence);
      if (remembered != null && remembered.row() == row) {
        found.add(new ClientRows.StoredResult(sequence, remembered.result()));
      }
    }
    return found;
  }

  /** The row that held the result, if there was one. */
  Optional<RememberedRow> forget(long sequence) {
    Optional<RememberedRow> row =
        Optional.ofNullable(results.remove(sequence)).map(Remembered::row);
    row.ifPresent(RememberedRow::forgetOne);
    return row;
  }

  OptionalLong lowestSequence() {
    return results.isEmpty() ? OptionalLong.empty() : OptionalLong.of(results.firstKey());
  }

  int results() {
    return results.size();
  }

  long floor() {
    return floor;
  }

  void setFloor(long newFloor) {
    floor = newFloor;
  }

  void setChanged(long index, long storeTimeMillis) {
    changedIndex = index;
    changedMillis = storeTimeMillis;
  }

  Bytes id() {
    return id;
  }

  long changedIndex() {
    return changedIndex;
  }

  long changedMillis() {
    return changedMillis;
  }

  private record Remembered(Result result, RememberedRow row) {}
}
