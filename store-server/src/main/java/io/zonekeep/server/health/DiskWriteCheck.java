package io.zonekeep.server.health;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Writes 4 KiB to the data folder and has them fsynced, for real: a disk that hangs shows in
 * nothing else in time. The write runs on a thread of its own, so that the look never hangs with
 * it.
 */
final class DiskWriteCheck implements Check, AutoCloseable {
  private static final String NAME = "disk-write";
  private static final String FILE = "health.probe";
  private static final int BYTES = 4_096;

  private final Path file;
  private final Duration longest;
  private final LongSupplier nanoTime;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("zonekeep-disk-probe").factory());

  private final Object lock = new Object();
  // Guarded by lock.
  private boolean writing;
  private long startedNanos;
  private HealthCheck last = new HealthCheck(NAME, true, "not measured yet");

  DiskWriteCheck(Path folder, Duration longest, LongSupplier nanoTime) {
    this.file = folder.resolve(FILE);
    this.longest = longest;
    this.nanoTime = nanoTime;
  }

  /** Makes the first write. */
  void start() {
    beginUnlessWriting();
  }

  /** Tells of the last write, or of the present one if it takes too long, and begins the next. */
  @Override
  public HealthCheck look() {
    synchronized (lock) {
      if (writing && nanoTime.getAsLong() - startedNanos > longest.toNanos()) {
        last = result(nanoTime.getAsLong() - startedNanos, "has taken");
      }
    }
    beginUnlessWriting();
    synchronized (lock) {
      return last;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void beginUnlessWriting() {
    synchronized (lock) {
      if (writing) {
        return;
      }
      writing = true;
      startedNanos = nanoTime.getAsLong();
    }
    thread.execute(this::write);
  }

  private void write() {
    HealthCheck outcome;
    long started = nanoTime.getAsLong();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(BYTES), 0);
      channel.force(true);
      outcome = result(nanoTime.getAsLong() - started, "took");
    } catch (IOException failure) {
      outcome = new HealthCheck(NAME, false, "a write to %s failed: %s".formatted(file, failure));
    }
    synchronized (lock) {
      writing = false;
      last = outcome;
    }
  }

  private HealthCheck result(long nanos, String verb) {
    return new HealthCheck(
        NAME,
        nanos <= longest.toNanos(),
        "a write with fsync %s %d ms, at most %d ms (health.disk_write_max)"
            .formatted(verb, TimeUnit.NANOSECONDS.toMillis(nanos), longest.toMillis()));
  }
}
