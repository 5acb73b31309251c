package io.zonekeep.server.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reads pages on threads of their own: a page may take milliseconds, for which an event loop must
 * not stand still. What may wait is bounded; what waited for longer than its caller is dropped.
 */
final class PageReads implements AutoCloseable {
  private static final int THREADS = 2;

  private final LongSupplier nanoTime;
  private final int waitingMax;
  private final Semaphore places;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("zonekeep-pages-", 0).factory());

  PageReads(int waitingMax, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.waitingMax = waitingMax;
    this.places = new Semaphore(waitingMax);
  }

  <T> CompletableFuture<T> run(long timeoutMillis, Supplier<CompletableFuture<T>> read) {
    if (!places.tryAcquire()) {
      throw new BusyException(
          "%d reads of pages wait already (api.page_reads_max)".formatted(waitingMax));
    }
    long arrived = nanoTime.getAsLong();
    return CompletableFuture.completedFuture(arrived)
        .thenComposeAsync(since -> readNow(since, timeoutMillis, read), threads)
        .whenComplete((answer, failure) -> places.release());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private <T> CompletableFuture<T> readNow(
      long arrived, long timeoutMillis, Supplier<CompletableFuture<T>> read) {
    long waitedMillis = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - arrived);
    if (waitedMillis >= timeoutMillis) {
      throw new BusyException("the read waited for %d ms, its whole time".formatted(waitedMillis));
    }
    return read.get();
  }
}
