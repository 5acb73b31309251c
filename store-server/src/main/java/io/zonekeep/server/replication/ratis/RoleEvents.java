package io.zonekeep.server.replication.ratis;

import io.zonekeep.server.replication.EngineListener;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
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
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("zonekeep-roles").daemon().unstarted(task));

  private volatile @Nullable EngineListener listener;
  private volatile LongSupplier term = () -> 0;

  /** What was last told; for the thread alone. */
  private @Nullable Object told;

  void start(EngineListener newListener, LongSupplier newTerm, Supplier<?> look) {
    this.listener = newListener;
    this.term = newTerm;
    var _ =
        thread.scheduleWithFixedDelay(
            () -> tellIfChanged(look.get()), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
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

  private void tellIfChanged(Object seen) {
    EngineListener to = listener;
    if (to != null && !seen.equals(told)) {
      told = seen;
      to.changed();
    }
  }

  private void tell(Consumer<EngineListener> news) {
    if (!thread.isShutdown()) {
      thread.execute(() -> {
        EngineListener to = listener;
        if (to != null) {
          news.accept(to);
        }
      });
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
