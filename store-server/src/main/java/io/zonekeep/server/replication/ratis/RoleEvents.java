package io.zonekeep.server.replication.ratis;

import io.zonekeep.server.replication.EngineListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes Ratis' news off the threads that hold its locks, and passes them on in order on one thread.
 * Ratis does not tell of every change (a lost primary, a candidate, a new term), so that thread
 * also looks, often enough for what is shown to people and clients.
 */
final class RoleEvents implements AutoCloseable {
  private static final long LOOK_MILLIS = 20;

  private final ScheduledExecutorService thread =
      new ScheduledThreadPoolExecutor(
          1,
          task -> Thread.ofPlatform().name("zonekeep-roles").daemon().unstarted(task),
          new ThreadPoolExecutor.DiscardPolicy());

  private final CompletableFuture<EngineListener> listener = new CompletableFuture<>();
  private volatile LongSupplier term = () -> 0;

  /** What was last told; for the thread alone. */
  private @Nullable Object told;

  /** Before news can come. */
  void watch(LongSupplier newTerm) {
    term = newTerm;
  }

  /** Tells {@code to} what came meanwhile, and then what comes. */
  void start(EngineListener to, Supplier<?> look) {
    listener.complete(to);
    var _ =
        thread.scheduleWithFixedDelay(
            () -> tellIfChanged(to, look.get()), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The term is taken at once, as of the thread that knows; a later one may have begun after. */
  void primaryReady() {
    long readyTerm = term.getAsLong();
    tell(to -> to.primaryReady(readyTerm));
  }

  void primaryLost() {
    tell(EngineListener::primaryLost);
  }

  void changed() {
    tell(EngineListener::changed);
  }

  private void tellIfChanged(EngineListener to, Object seen) {
    if (!seen.equals(told)) {
      told = seen;
      to.changed();
    }
  }

  private void tell(Consumer<EngineListener> news) {
    thread.execute(() -> {
      try {
        news.accept(listener.get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
