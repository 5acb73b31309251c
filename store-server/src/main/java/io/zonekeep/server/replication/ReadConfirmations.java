package io.zonekeep.server.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Confirms that this node was the primary when its readers took their state. All readers that wait
 * when a round starts share it: they had their state before the question was sent, so the answer
 * holds for them. For use by many threads.
 */
final class ReadConfirmations {
  /** A second round need not wait for the first: its readers came after that had started. */
  private static final int ROUNDS_IN_FLIGHT_MAX = 2;

  private final Engine engine;
  private final TermConfirmer confirmer;
  private final Duration timeout;
  private final Supplier<PrimaryHint> primary;
  private final Executor replies;

  /** Guarded by this, as is {@link #rounds}. */
  private List<Reader> waiting = new ArrayList<>();

  private int rounds;

  ReadConfirmations(
      Engine engine,
      TermConfirmer confirmer,
      Duration timeout,
      Supplier<PrimaryHint> primary,
      Executor replies) {
    this.engine = engine;
    this.confirmer = confirmer;
    this.timeout = timeout;
    this.primary = primary;
    this.replies = replies;
  }

  private record Reader(long term, CompletableFuture<Void> confirmed) {}

  /**
   * Completes once a majority, asked after this call, has confirmed that {@code term} is the
   * newest; fails with {@link NotPrimaryException} if that cannot be had.
   *
   * @param term in which this node was serving before the state was taken
   */
  CompletableFuture<Void> confirm(long term) {
    Reader reader = new Reader(term, new CompletableFuture<>());
    List<Reader> round;
    synchronized (this) {
      waiting.add(reader);
      round = nextRound();
    }
    if (round != null) {
      ask(round);
    }
    return reader.confirmed();
  }

  private synchronized @Nullable List<Reader> nextRound() {
    if (waiting.isEmpty() || rounds == ROUNDS_IN_FLIGHT_MAX) {
      return null;
    }
    rounds++;
    return takeWaiting();
  }

  private synchronized List<Reader> takeWaiting() {
    List<Reader> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  private void ask(List<Reader> round) {
    long term = engine.term();
    var _ =
        confirmer
            .confirm(term)
            .copy()
            .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete((confirmed, failure) ->
                finish(
                    round,
                    term,
                    failure == null && Boolean.TRUE.equals(confirmed) && engine.isPrimaryOf(term)));
  }

  private void finish(List<Reader> round, long term, boolean confirmed) {
    List<Reader> next;
    List<Reader> hopeless = List.of();
    synchronized (this) {
      rounds--;
      if (!confirmed) {
        // Nobody answers: those that wait would only learn it later.
        hopeless = takeWaiting();
      }
      next = nextRound();
    }
    if (next != null) {
      ask(next);
    }
    List<Reader> refused = hopeless;
    replies.execute(() -> {
      round.forEach(reader -> answer(reader, confirmed && reader.term() == term));
      refused.forEach(reader -> answer(reader, false));
    });
  }

  private void answer(Reader reader, boolean confirmed) {
    if (confirmed) {
      reader.confirmed().complete(null);
    } else {
      reader.confirmed().completeExceptionally(new NotPrimaryException(primary.get()));
    }
  }
}
