package io.zonekeep.server.api;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reads pages on threads of their own: a page may take milliseconds, for which an event loop must
 * not stand still. The queue is bounded; what waited in it for longer than its caller is dropped.
 */
final class PageReads implements AutoCloseable {
  private static final int THREADS = 2;

  private final LongSupplier nanoTime;
  private final int waitingMax;
  private final ThreadPoolExecutor threads;

  PageReads(int waitingMax, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.waitingMax = waitingMax;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(waitingMax),
            Thread.ofPlatform().daemon().name("zonekeep-pages-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  <T> CompletableFuture<T> run(long timeoutMillis, Supplier<CompletableFuture<T>> read) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    long arrived = nanoTime.getAsLong();
    try {
      threads.execute(() -> runNow(arrived, timeoutMillis, read, answer));
    } catch (RejectedExecutionException full) {
      throw new BusyException(
          "%d reads of pages wait already (api.page_reads_max)".formatted(waitingMax));
    }
    return answer;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private <T> void runNow(
      long arrived,
      long timeoutMillis,
      Supplier<CompletableFuture<T>> read,
      CompletableFuture<T> answer) {
    long waitedMillis = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - arrived);
    if (waitedMillis >= timeoutMillis) {
      answer.completeExceptionally(
          new BusyException("the read waited for %d ms, its whole time".formatted(waitedMillis)));
      return;
    }
    try {
      read.get()
          .whenComplete((value, failure) -> {
            if (failure == null) {
              answer.complete(value);
            } else {
              answer.completeExceptionally(failure);
            }
          });
    } catch (RuntimeException failure) {
      answer.completeExceptionally(failure);
    }
  }
}
