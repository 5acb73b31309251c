package io.zonekeep.server.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The results of one client in one entry: a results row of {@link ClientRows}, or one to be.
 * Compared by identity. Owned by the applying thread.
 */
final class RememberedRow {
  private final RememberedClient client;
  private final long index;
  private final long storeTimeMillis;
  private final List<Long> sequences = new ArrayList<>(1);

  /** How many of the sequences are still remembered; the row is of use while it is not 0. */
  private int remembered;

  private boolean stored;

  RememberedRow(RememberedClient client, long index, long storeTimeMillis) {
    this.client = client;
    this.index = index;
    this.storeTimeMillis = storeTimeMillis;
  }

  void add(long sequence) {
    sequences.add(sequence);
    remembered++;
  }

  void forgetOne() {
    remembered--;
  }

  boolean isEmpty() {
    return remembered == 0;
  }

  /**
   * Highest of all; while the row is not empty, it is remembered as floors take the lowest first.
   */
  long highestSequence() {
    return Collections.max(sequences);
  }

  List<Long> sequences() {
    return Collections.unmodifiableList(sequences);
  }

  RememberedClient client() {
    return client;
  }

  long index() {
    return index;
  }

  long storeTimeMillis() {
    return storeTimeMillis;
  }

  boolean isStored() {
    return stored;
  }

  void setStored() {
    stored = true;
  }
}
