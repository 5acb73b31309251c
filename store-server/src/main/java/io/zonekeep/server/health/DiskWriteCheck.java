package io.zonekeep.server.health;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/**
 * Writes a few bytes into the data folder and forces them to disk, as every acknowledged write
 * must. A thread of its own does it, since a sick disk may never return from it; the next look then
 * finds the write still under way.
 */
final class DiskWriteCheck implements Check, AutoCloseable {
  static final String NAME = "disk-write";
  private static final int PROBE_BYTES = 4096;

  private final Path file;
  private final Duration max;
  private final LongSupplier nanoTime;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("zonekeep-disk-check").factory());
  private volatile Attempt attempt;

  DiskWriteCheck(Path folder, Duration max, LongSupplier nanoTime) {
    this.file = folder.resolve("health-probe");
    this.max = max;
    this.nanoTime = nanoTime;
    this.attempt = Attempt.begun(nanoTime.getAsLong());
    writer.execute(this::write);
  }

  /** Tells of the last write, and begins the next unless it is still under way. */
  @Override
  public HealthCheck look() {
    Attempt last = attempt;
    if (!last.done()) {
      Duration taken = Duration.ofNanos(nanoTime.getAsLong() - last.beganNanos());
      return judged(taken, " so far");
    }
    HealthCheck found =
        last.failure().isPresent()
            ? new HealthCheck(NAME, false, "write and fsync failed: " + last.failure().get())
            : judged(Duration.ofNanos(last.tookNanos()), "");
    attempt = Attempt.begun(nanoTime.getAsLong());
    writer.execute(this::write);
    return found;
  }

  private HealthCheck judged(Duration taken, String suffix) {
    return new HealthCheck(
        NAME,
        taken.compareTo(max) <= 0,
        "write and fsync took %d ms%s, at most %d ms"
            .formatted(taken.toMillis(), suffix, max.toMillis()));
  }

  private void write() {
    Attempt begun = attempt;
    Optional<String> failure = Optional.empty();
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer probe = ByteBuffer.allocate(PROBE_BYTES);
      while (probe.hasRemaining()) {
        channel.write(probe);
      }
      channel.force(false);
    } catch (IOException e) {
      failure = Optional.of(e.toString());
    }
    attempt =
        new Attempt(begun.beganNanos(), true, nanoTime.getAsLong() - begun.beganNanos(), failure);
  }

  @Override
  public void close() {
    writer.shutdownNow();
  }

  private record Attempt(long beganNanos, boolean done, long tookNanos, Optional<String> failure) {
    static Attempt begun(long nanos) {
      return new Attempt(nanos, false, 0, Optional.empty());
    }
  }
}
