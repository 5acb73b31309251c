package io.zonekeep.server.replication;

import io.zonekeep.server.state.Command.TouchSessions;
import io.zonekeep.server.state.Result;
import io.zonekeep.server.state.Session;
import io.zonekeep.server.state.SessionKey;
import io.zonekeep.server.state.StateReader;
import io.zonekeep.server.state.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Logs a session's touches at most once an interval. A touch within an interval of the last logged
 * one, L, of a session that is not due soon, is remembered and answered; it is logged when the
 * interval has passed. If a crash forgets it, the session is at most one interval older in the log
 * than it was told, and the next primary's {@link StoreClock} stands still as long. Any other touch
 * is answered when it is logged and applied; one that comes while its session's last is on its way
 * waits for that, and then is one of these two. For use by many threads.
 */
final class TouchCoalescer {
  /** Sessions of one command. */
  private static final int COMMAND_SESSIONS_MAX = 1000;

  /** Remembered sessions; a touch beyond is logged at once. */
  private static final int REMEMBERED_MAX = 1_000_000;

  private final long intervalMillis;
  private final int underWayMax;
  private final StoreClock clock;
  private final StateReader reader;
  private final LongFunction<CompletableFuture<Void>> confirm;
  private final Function<Write, CompletableFuture<Result>> submit;

  /** To be logged once store time has reached the value. Guarded by this, as all below. */
  private final Map<SessionKey, Long> remembered = new HashMap<>();

  /** Counts how often the role was lost. */
  private long offices;

  /** Sessions with a touch on its way into the log; at most {@code underWayMax}. */
  private final Map<SessionKey, UnderWay> underWay = new HashMap<>();

  TouchCoalescer(
      Duration interval,
      int underWayMax,
      StoreClock clock,
      StateReader reader,
      LongFunction<CompletableFuture<Void>> confirm,
      Function<Write, CompletableFuture<Result>> submit) {
    this.intervalMillis = interval.toMillis();
    this.underWayMax = underWayMax;
    this.clock = clock;
    this.reader = reader;
    this.confirm = confirm;
    this.submit = submit;
  }

  /** As {@link Replication#touch}, in the term in which this node serves. */
  CompletableFuture<Boolean> touch(long term, SessionKey key) {
    Optional<Session> header = reader.sessionHeader(key);
    if (header.isEmpty()) {
      return confirm.apply(term).thenApply(confirmed -> false);
    }
    if (remember(key, header.get())) {
      return confirm.apply(term).thenApply(confirmed -> true);
    }
    return logNow(term, key);
  }

  private boolean remember(SessionKey key, Session session) {
    long now = clock.millis();
    boolean loggedJustNow = now - session.touchedMillis() < intervalMillis;
    boolean dueSoon =
        session.dueMillis().isPresent()
            && session.dueMillis().getAsLong() - now <= 2 * intervalMillis;
    if (!loggedJustNow || dueSoon) {
      return false;
    }
    synchronized (this) {
      if (remembered.size() >= REMEMBERED_MAX) {
        return false;
      }
      remembered.put(key, session.touchedMillis() + intervalMillis);
      return true;
    }
  }

  /** A command of its own: what goes into one entry together is the pipeline's matter. */
  private CompletableFuture<Boolean> logNow(long term, SessionKey key) {
    synchronized (this) {
      UnderWay before = underWay.get(key);
      if (before != null) {
        return before.after();
      }
      if (underWay.size() >= underWayMax) {
        return CompletableFuture.failedFuture(new QueueFullException(underWayMax, 0));
      }
      underWay.put(key, new UnderWay(offices, remembered.remove(key)));
    }
    return submit
        .apply(Write.anonymous(new TouchSessions(List.of(key))))
        .whenComplete((result, failure) -> landed(term, key, failure == null))
        .thenApply(TouchCoalescer::found);
  }

  /** Its stamp is older than the touches that came meanwhile: those count on their own. */
  private void landed(long term, SessionKey key, boolean logged) {
    UnderWay landed;
    synchronized (this) {
      landed = underWay.remove(key);
      if (!logged && landed != null && landed.owed != null && landed.office == offices) {
        remembered.putIfAbsent(key, landed.owed);
      }
    }
    if (landed != null && landed.after != null) {
      CompletableFuture<Boolean> after = landed.after;
      var _ =
          CompletableFuture.completedFuture(key)
              .thenCompose(session -> touch(term, session))
              .whenComplete((found, failure) -> {
                if (failure != null) {
                  after.completeExceptionally(failure);
                } else {
                  after.complete(found);
                }
              });
    }
  }

  private static boolean found(Result result) {
    if (result instanceof Result.SessionsTouched touched) {
      return touched.found().getFirst();
    }
    throw new IllegalStateException("no touch: " + result);
  }

  /**
   * Logs what was remembered long enough ago. Comes before the sweep for expired records, in the
   * same thread, so that a touch always precedes the expiry it prevents.
   *
   * @return false if not all could be queued
   */
  boolean flush() {
    List<SessionKey> due = takeDue(clock.millis());
    boolean queued = true;
    for (int from = 0; from < due.size(); from += COMMAND_SESSIONS_MAX) {
      List<SessionKey> some = due.subList(from, Math.min(due.size(), from + COMMAND_SESSIONS_MAX));
      queued &= logRemembered(some);
    }
    return queued;
  }

  private synchronized List<SessionKey> takeDue(long now) {
    List<SessionKey> due = new ArrayList<>();
    remembered.entrySet().removeIf(entry -> entry.getValue() <= now && due.add(entry.getKey()));
    return due;
  }

  private boolean logRemembered(List<SessionKey> sessions) {
    CompletableFuture<Result> logged = submit.apply(Write.anonymous(new TouchSessions(sessions)));
    if (!logged.isCompletedExceptionally()) {
      return true;
    }
    synchronized (this) {
      sessions.forEach(session -> remembered.putIfAbsent(session, 0L));
    }
    return false;
  }

  /** This node is not primary any more: the next one's clock covers what is forgotten here. */
  synchronized void forget() {
    offices++;
    remembered.clear();
  }

  /** One touch in the log's pipeline. Guarded by the coalescer. */
  private static final class UnderWay {
    private final long office;

    /** What was remembered of the session before, and is logged with it; null: nothing. */
    private final @Nullable Long owed;

    /** The one answer for all touches that came after it; null: none has. */
    private @Nullable CompletableFuture<Boolean> after;

    UnderWay(long office, @Nullable Long owed) {
      this.office = office;
      this.owed = owed;
    }

    CompletableFuture<Boolean> after() {
      CompletableFuture<Boolean> shared = after;
      if (shared == null) {
        shared = new CompletableFuture<>();
        after = shared;
      }
      return shared.copy();
    }
  }
}
