package io.zonekeep.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonekeep.client.Entry;
import io.zonekeep.client.KeyValue;
import io.zonekeep.client.PutOptions;
import io.zonekeep.client.ZonekeepException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Writes a key to the store and reads it back, every second, in a thread of its own: so it is known
 * at any time whether this app can serve, and asking costs nothing.
 *
 * <p>The app is well if a probe that <b>began</b> within the last {@link #WITHIN} succeeded. One
 * rule gives both: a bound on how slow the store may be, and patience for a failover, which is over
 * in less. Without the patience, each failover would take all apps out of the balancer at once. One
 * probe is under way at a time, and the client's call timeout ends it.
 */
final class StoreProbe {
  static final Duration EVERY = Duration.ofSeconds(1);
  static final Duration WITHIN = Duration.ofSeconds(3);

  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(1);

  private final KeyValue keys;
  private final byte[] key;
  private final LongSupplier nanoTime;
  private final Thread thread;
  private long probes;

  /** What is known; replaced as a whole. */
  private volatile Known known;

  StoreProbe(KeyValue keys, String app, LongSupplier nanoTime) {
    this.keys = keys;
    this.key = app.getBytes(UTF_8);
    this.nanoTime = nanoTime;
    this.thread = new Thread(this::run, "store-probe");
    this.known = new Known(Optional.empty(), Duration.ZERO, "no probe has succeeded yet");
  }

  /**
   * What the probes have told.
   *
   * @param begunNanos when the last one that succeeded began
   * @param took how long that one took
   * @param failure why the last one failed; empty: it did not
   */
  private record Known(Optional<Long> begunNanos, Duration took, String failure) {}

  /**
   * Whether this app can serve.
   *
   * @param reason why not; empty: it can
   * @param took by the last probe that succeeded
   */
  record Verdict(String reason, Duration took) {
    boolean well() {
      return reason.isEmpty();
    }
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  void stop() {
    thread.interrupt();
  }

  Verdict verdict() {
    Known now = known;
    if (now.begunNanos.isEmpty()) {
      return new Verdict(now.failure, now.took);
    }
    Duration age = Duration.ofNanos(nanoTime.getAsLong() - now.begunNanos.get());
    if (age.compareTo(WITHIN) <= 0) {
      return new Verdict("", now.took);
    }
    return new Verdict(
        "the store was last written and read %d ms ago, more than %d ms: %s"
            .formatted(
                age.toMillis(),
                WITHIN.toMillis(),
                now.failure.isEmpty() ? "no answer since" : now.failure),
        now.took);
  }

  /** Makes one probe; returns when it has succeeded or failed. */
  void probe() {
    long begun = nanoTime.getAsLong();
    byte[] value = Long.toString(++probes).getBytes(UTF_8);
    try {
      keys.put(key, value, PutOptions.expiringAfter(TIME_TO_LIVE));
      Optional<byte[]> read = keys.get(key).map(Entry::value);
      known =
          read.filter(found -> Arrays.equals(found, value)).isPresent()
              ? new Known(Optional.of(begun), Duration.ofNanos(nanoTime.getAsLong() - begun), "")
              : failed("another value was read than had been written");
    } catch (ZonekeepException e) {
      known = failed(e.reason() + ": " + e.getMessage());
    }
  }

  private void run() {
    try {
      while (true) {
        long begun = nanoTime.getAsLong();
        probe();
        Duration left = EVERY.minusNanos(nanoTime.getAsLong() - begun);
        Thread.sleep(Math.max(0, left.toMillis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Known failed(String why) {
    return new Known(known.begunNanos, known.took, why);
  }
}
