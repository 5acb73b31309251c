package io.zonekeep.client.discovery;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next connection: not at all at first, then longer, up to a bound that
 * a restarted node's users hardly notice. Random, so that clients do not come all at once.
 */
final class ReconnectPause {
  static final int FIRST_MILLIS = 20;
  static final int LONGEST_MILLIS = 500;

  private int nextMillis;

  long nextMillis() {
    int longest = nextMillis;
    nextMillis = Math.min(LONGEST_MILLIS, Math.max(FIRST_MILLIS, nextMillis * 2));
    return longest == 0 ? 0 : ThreadLocalRandom.current().nextInt(longest / 2, longest + 1);
  }

  void reset() {
    nextMillis = 0;
  }
}
