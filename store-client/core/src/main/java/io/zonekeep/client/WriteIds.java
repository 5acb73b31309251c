package io.zonekeep.client;

import java.util.BitSet;

/**
 * Gives the client's writes their sequences and knows the lowest unanswered one. A write counts as
 * answered only when the client will never send it again: the store forgets the results below, and
 * a write below would be refused.
 *
 * <p>Invariant: oldest <= next <= oldest + WINDOW_MAX. Owned by the loop.
 */
final class WriteIds {
  /**
   * Fewer than the 10,000 results that the store remembers for a client, so that it never forgets
   * one that we may still ask for.
   */
  static final int WINDOW_MAX = 8_192;

  private long next = 1;
  private long oldest = 1;

  /** Answered sequences above the oldest, by sequence modulo the window. */
  private final BitSet answered = new BitSet(WINDOW_MAX);

  /** Whether the next write must wait until the oldest one is answered. */
  boolean full() {
    return next - oldest >= WINDOW_MAX;
  }

  long take() {
    if (full()) {
      throw new IllegalStateException("sequence taken from a full window");
    }
    return next++;
  }

  long oldestUnanswered() {
    return oldest;
  }

  void answered(long sequence) {
    if (sequence < oldest || sequence >= next) {
      throw new IllegalStateException(
          "sequence %d answered, window is %d to %d".formatted(sequence, oldest, next));
    }
    answered.set(place(sequence));
    while (oldest < next && answered.get(place(oldest))) {
      answered.clear(place(oldest));
      oldest++;
    }
  }

  private static int place(long sequence) {
    return (int) (sequence % WINDOW_MAX);
  }
}
