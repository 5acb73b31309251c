package io.zonekeep.client;

import java.util.random.RandomGenerator;

/** How long to wait before the next try: longer each time, up to a bound, and never in step. */
final class Backoff {
  static final int FIRST_MILLIS = 4;
  static final int LONGEST_MILLIS = 200;
  private static final int DOUBLINGS_MAX = 6;

  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** After {@code failures} in a row, 1 or more. */
  long millis(int failures) {
    int doublings = Math.min(DOUBLINGS_MAX, Math.max(0, failures - 1));
    int longest = Math.min(LONGEST_MILLIS, FIRST_MILLIS << doublings);
    return random.nextInt(longest / 2, longest + 1);
  }
}
