package io.zonekeep.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonekeep.client.Entry;
import io.zonekeep.client.KeyValue;
import io.zonekeep.client.ZonekeepException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A few writers through one client, each a key of its own a write, that note when each write began
 * and was acknowledged. Safe for many threads.
 */
final class LightLoad implements AutoCloseable {
  private static final int WRITERS = 4;
  private static final Duration BETWEEN_WRITES = Duration.ofMillis(4);

  private record Acknowledged(String key, long begun, long ended) {}

  private final KeyValue keys;
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final AtomicLong next = new AtomicLong();
  private final List<Thread> writers = new ArrayList<>();
  private volatile boolean ending;

  LightLoad(KeyValue keys) {
    this.keys = keys;
  }

  void start() {
    for (int i = 0; i < WRITERS; i++) {
      writers.add(Thread.ofPlatform().daemon().name("writer-" + i).start(this::write));
    }
  }

  /**
   * When the first write that began after {@code moment} was acknowledged, in nanoseconds since.
   */
  synchronized OptionalLong firstAcknowledgedAfter(long moment) {
    return acknowledged.stream()
        .filter(write -> write.begun - moment >= 0)
        .mapToLong(write -> write.ended - moment)
        .min();
  }

  /** The longest time without an acknowledgement since {@code moment}. */
  synchronized Duration longestGapSince(long moment) {
    long longest = 0;
    long last = moment;
    for (Acknowledged write : acknowledged) {
      if (write.ended - moment > 0) {
        longest = Math.max(longest, write.ended - last);
        last = write.ended;
      }
    }
    return Duration.ofNanos(Math.max(longest, System.nanoTime() - last));
  }

  synchronized int acknowledged() {
    return acknowledged.size();
  }

  synchronized List<String> failures() {
    return List.copyOf(failures);
  }

  /** Reads all acknowledged writes back; returns how many are not there. */
  long lost() {
    List<Acknowledged> all;
    synchronized (this) {
      all = List.copyOf(acknowledged);
    }
    return all.stream().filter(write -> !isThere(write.key)).count();
  }

  private boolean isThere(String key) {
    Optional<Entry> found = keys.get(key.getBytes(UTF_8));
    return found.filter(entry -> new String(entry.value(), UTF_8).equals(key)).isPresent();
  }

  @Override
  public void close() {
    stop();
  }

  void stop() {
    ending = true;
    for (Thread writer : writers) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void write() {
    try {
      while (!ending) {
        String key = "light-" + next.getAndIncrement();
        long begun = System.nanoTime();
        try {
          keys.put(key.getBytes(UTF_8), key.getBytes(UTF_8));
          acknowledge(key, begun);
        } catch (ZonekeepException e) {
          addFailure(e.toString());
        }
        Thread.sleep(BETWEEN_WRITES);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The end is taken under the lock, so that the list is in order of ends. */
  private synchronized void acknowledge(String key, long begun) {
    acknowledged.add(new Acknowledged(key, begun, System.nanoTime()));
  }

  private synchronized void addFailure(String failure) {
    failures.add(failure);
  }
}
