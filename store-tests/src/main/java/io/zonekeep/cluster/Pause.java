package io.zonekeep.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting, for code that drives processes from outside and has nothing to be woken by. */
public final class Pause {
  private static final Duration POLL = Duration.ofMillis(20);

  private Pause() {}

  public static void of(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }

  /**
   * Waits until a condition holds.
   *
   * @throws IllegalStateException when it does not within {@code timeout}
   */
  public static void until(String what, Duration timeout, BooleanSupplier condition) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("not within " + timeout + ": " + what);
      }
      of(POLL);
    }
  }
}
