package io.zonekeep.server.replication;

import io.zonekeep.server.state.DedupeWindow;
import io.zonekeep.server.state.Entry;
import io.zonekeep.server.state.EntryCodec;
import io.zonekeep.server.state.FeedWindow;
import io.zonekeep.server.state.Result;
import io.zonekeep.server.state.Write;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Packs writes into log entries. Callers put encoded writes into a bounded queue; one thread takes
 * what waits, stamps it and gives it to the engine as one entry. It never waits for a batch to
 * fill: while the allowed number of entries is under way, the next batch fills by itself.
 */
final class WritePipeline implements AutoCloseable {
  private final PipelineSettings settings;
  private final DedupeWindow window;
  private final FeedWindow feed;
  private final Engine engine;
  private final StoreClock clock;
  private final LongSupplier wallMillis;
  private final Supplier<PrimaryHint> primary;
  private final Executor replies;
  private final FatalError fatal;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moreToDo = lock.newCondition();
  private final Condition drained = lock.newCondition();

  // All below is guarded by the lock.

  /** 0 <= writes <= queueWrites, 0 <= queuedBytes <= queueBytes. */
  private final ArrayDeque<QueuedWrite> queue = new ArrayDeque<>();

  private long queuedBytes;

  /** Entries under way: 0 <= inFlight <= batchesInFlight. */
  private int inFlight;

  private boolean open;
  private boolean paused;
  private boolean closed;
  private boolean tickWanted;

  WritePipeline(
      PipelineSettings settings,
      DedupeWindow window,
      FeedWindow feed,
      Engine engine,
      StoreClock clock,
      LongSupplier wallMillis,
      Supplier<PrimaryHint> primary,
      Executor replies,
      FatalError fatal) {
    this.settings = settings;
    this.window = window;
    this.feed = feed;
    this.engine = engine;
    this.clock = clock;
    this.wallMillis = wallMillis;
    this.primary = primary;
    this.replies = replies;
    this.fatal = fatal;
    this.thread = Thread.ofPlatform().name("zonekeep-pipeline").daemon().unstarted(this::run);
  }

  private record QueuedWrite(Write write, byte[] encoded, CompletableFuture<Result> result) {}

  void start() {
    thread.start();
  }

  /** As {@link Replication#submit}. */
  CompletableFuture<Result> submit(Write write) {
    byte[] encoded = EntryCodec.encodeWrite(write);
    CompletableFuture<Result> result = new CompletableFuture<>();
    lock.lock();
    try {
      if (!open) {
        return CompletableFuture.failedFuture(new NotPrimaryException(primary.get()));
      }
      if (queue.size() >= settings.queueWrites()
          || queuedBytes + encoded.length > settings.queueBytes()) {
        return CompletableFuture.failedFuture(
            new QueueFullException(settings.queueWrites(), settings.queueBytes()));
      }
      queue.add(new QueuedWrite(write, encoded, result));
      queuedBytes += encoded.length;
      wakeIfReady();
    } finally {
      lock.unlock();
    }
    return result;
  }

  /** This node is primary, and its clock runs. */
  void open() {
    lock.lock();
    try {
      open = true;
      wakeIfReady();
    } finally {
      lock.unlock();
    }
  }

  /** This node is not primary any more. What is under way, the engine knows about. */
  void shut() {
    List<QueuedWrite> refused;
    lock.lock();
    try {
      open = false;
      tickWanted = false;
      refused = List.copyOf(queue);
      queue.clear();
      queuedBytes = 0;
    } finally {
      lock.unlock();
    }
    if (!refused.isEmpty()) {
      NotPrimaryException refusal = new NotPrimaryException(primary.get());
      replies.execute(() -> refused.forEach(w -> w.result().completeExceptionally(refusal)));
    }
  }

  /** Logs an entry, without writes if none waits: it moves the time. Nothing on a standby. */
  void tick() {
    lock.lock();
    try {
      tickWanted = open;
      wakeIfReady();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Holds writes back in the queue, and waits until none is under way.
   *
   * @return false if some still are at the end of {@code timeout}
   */
  boolean pauseAndDrain(Duration timeout) throws InterruptedException {
    long nanos = timeout.toNanos();
    lock.lock();
    try {
      paused = true;
      while (inFlight > 0 && nanos > 0) {
        nanos = drained.awaitNanos(nanos);
      }
      return inFlight == 0;
    } finally {
      lock.unlock();
    }
  }

  void resume() {
    lock.lock();
    try {
      paused = false;
      wakeIfReady();
    } finally {
      lock.unlock();
    }
  }

  int queuedWrites() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  private void wakeIfReady() {
    if (isReady()) {
      moreToDo.signal();
    }
  }

  private boolean isReady() {
    return open
        && !paused
        && inFlight < settings.batchesInFlight()
        && (!queue.isEmpty() || tickWanted);
  }

  private void run() {
    try {
      List<QueuedWrite> batch = takeBatch();
      while (batch != null) {
        append(batch);
        batch = takeBatch();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      fatal.stop("the write pipeline broke", e);
      throw e;
    }
  }

  /** Waits for writes and a free place; null once closed. */
  private @Nullable List<QueuedWrite> takeBatch() throws InterruptedException {
    lock.lock();
    try {
      while (!closed && !isReady()) {
        moreToDo.await();
      }
      if (closed) {
        return null;
      }
      inFlight++;
      tickWanted = false;
      return pollBatch();
    } finally {
      lock.unlock();
    }
  }

  private List<QueuedWrite> pollBatch() {
    List<QueuedWrite> batch = new ArrayList<>(Math.min(queue.size(), settings.batchWrites()));
    long bytes = 0;
    QueuedWrite next = queue.peek();
    while (next != null
        && batch.size() < settings.batchWrites()
        && (batch.isEmpty() || bytes + next.encoded().length <= settings.batchBytes())) {
      batch.add(next);
      bytes += next.encoded().length;
      queue.remove();
      next = queue.peek();
    }
    queuedBytes -= bytes;
    return batch;
  }

  private void append(List<QueuedWrite> batch) {
    var _ =
        engine
            .append(proposal(batch))
            .whenComplete((results, failure) -> {
              landed();
              if (!batch.isEmpty()) {
                replies.execute(() -> answer(batch, results, failure));
              }
            });
  }

  private Proposal proposal(List<QueuedWrite> batch) {
    List<Write> writes = new ArrayList<>(batch.size());
    List<byte[]> encoded = new ArrayList<>(batch.size());
    for (QueuedWrite queued : batch) {
      writes.add(queued.write());
      encoded.add(queued.encoded());
    }
    long storeTime = clock.millis();
    long wallTime = wallMillis.getAsLong();
    return new Proposal(
        new Entry(storeTime, wallTime, window, Optional.of(feed), writes),
        EntryCodec.assemble(storeTime, wallTime, window, feed, encoded));
  }

  private void landed() {
    lock.lock();
    try {
      inFlight--;
      if (inFlight == 0) {
        drained.signalAll();
      }
      wakeIfReady();
    } finally {
      lock.unlock();
    }
  }

  private static void answer(
      List<QueuedWrite> batch, @Nullable List<Result> results, @Nullable Throwable failure) {
    for (int i = 0; i < batch.size(); i++) {
      CompletableFuture<Result> waiting = batch.get(i).result();
      if (results != null) {
        waiting.complete(results.get(i));
      } else if (failure != null) {
        waiting.completeExceptionally(failure);
      }
    }
  }

  @Override
  public void close() {
    shut();
    lock.lock();
    try {
      closed = true;
      moreToDo.signal();
    } finally {
      lock.unlock();
    }
  }
}
