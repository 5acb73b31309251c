package io.zonekeep.server.health;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Notices when the process or the machine stood still: a thread sleeps a little, again and again,
 * and sees by the monotonic clock how much longer it took. A pause fails the check for a while, as
 * one is seldom alone.
 */
final class StallCheck implements Check, AutoCloseable {
  static final String NAME = "stall";
  private static final Duration NAP = Duration.ofMillis(10);
  private static final Duration REMEMBERED = Duration.ofSeconds(10);

  private final Duration max;
  private final LongSupplier nanoTime;
  private final Thread napper;
  private volatile Stall worst;

  StallCheck(Duration max, LongSupplier nanoTime) {
    this.max = max;
    this.nanoTime = nanoTime;
    this.worst = new Stall(0, nanoTime.getAsLong());
    this.napper = Thread.ofPlatform().daemon().name("zonekeep-stall-check").unstarted(this::nap);
    napper.start();
  }

  @Override
  public HealthCheck look() {
    Stall seen = worst;
    return new HealthCheck(
        NAME,
        seen.nanos() <= max.toNanos(),
        "longest stall of the last %d s: %d ms, at most %d ms"
            .formatted(REMEMBERED.toSeconds(), seen.nanos() / 1_000_000, max.toMillis()));
  }

  /** A stall of which the napping thread learned at {@code nowNanos}. */
  void stalled(long stallNanos, long nowNanos) {
    Stall seen = worst;
    if (stallNanos >= seen.nanos() || nowNanos - seen.atNanos() > REMEMBERED.toNanos()) {
      worst = new Stall(stallNanos, nowNanos);
    }
  }

  private void nap() {
    long before = nanoTime.getAsLong();
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(NAP.toNanos());
      long now = nanoTime.getAsLong();
      stalled(Math.max(0, now - before - NAP.toNanos()), now);
      before = now;
    }
  }

  @Override
  public void close() {
    napper.interrupt();
  }

  private record Stall(long nanos, long atNanos) {}
}
