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
import java.util.Iterator;
import java.util.LinkedHashMap;
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
 * is answered when it is logged and applied. For use by many threads.
 */
final class TouchCoalescer {
  /** Sessions of one command. */
  private static final int COMMAND_SESSIONS_MAX = 1000;

  /** Remembered sessions; a touch beyond is logged at once. */
  private static final int REMEMBERED_MAX = 1_000_000;

  private final long intervalMillis;
  private final int waitingMax;
  private final StoreClock clock;
  private final StateReader reader;
  private final LongFunction<CompletableFuture<Void>> confirm;
  private final Function<Write, CompletableFuture<Result>> submit;

  /** To be logged once store time has reached the value. Guarded by this, as all below. */
  private final Map<SessionKey, Long> remembered = new HashMap<>();

  /** To be logged now, in order of arrival; one answer for all touches of a session. */
  private final Map<SessionKey, CompletableFuture<Boolean>> waiting = new LinkedHashMap<>();

  private boolean commandUnderWay;

  TouchCoalescer(
      Duration interval,
      int waitingMax,
      StoreClock clock,
      StateReader reader,
      LongFunction<CompletableFuture<Void>> confirm,
      Function<Write, CompletableFuture<Result>> submit) {
    this.intervalMillis = interval.toMillis();
    this.waitingMax = waitingMax;
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
    return logNow(key);
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

  private CompletableFuture<Boolean> logNow(SessionKey key) {
    CompletableFuture<Boolean> answer;
    synchronized (this) {
      CompletableFuture<Boolean> sharing = waiting.get(key);
      if (sharing != null) {
        return sharing.copy();
      }
      if (waiting.size() >= waitingMax) {
        return CompletableFuture.failedFuture(new QueueFullException(waitingMax, 0));
      }
      answer = new CompletableFuture<>();
      waiting.put(key, answer);
    }
    send();
    return answer.copy();
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

  /** One command at a time: while it is under way, the next fills. */
  private void send() {
    Map<SessionKey, CompletableFuture<Boolean>> sent = takeWaiting();
    if (sent.isEmpty()) {
      return;
    }
    List<SessionKey> sessions = List.copyOf(sent.keySet());
    var _ =
        submit
            .apply(Write.anonymous(new TouchSessions(sessions)))
            .whenComplete((result, failure) -> {
              synchronized (this) {
                commandUnderWay = false;
              }
              answer(List.copyOf(sent.values()), result, failure);
              send();
            });
  }

  private synchronized Map<SessionKey, CompletableFuture<Boolean>> takeWaiting() {
    Map<SessionKey, CompletableFuture<Boolean>> taken = new LinkedHashMap<>();
    if (commandUnderWay) {
      return taken;
    }
    Iterator<Map.Entry<SessionKey, CompletableFuture<Boolean>>> entries =
        waiting.entrySet().iterator();
    while (entries.hasNext() && taken.size() < COMMAND_SESSIONS_MAX) {
      Map.Entry<SessionKey, CompletableFuture<Boolean>> entry = entries.next();
      taken.put(entry.getKey(), entry.getValue());
      remembered.remove(entry.getKey());
      entries.remove();
    }
    commandUnderWay = !taken.isEmpty();
    return taken;
  }

  private static void answer(
      List<CompletableFuture<Boolean>> answers,
      @Nullable Result result,
      @Nullable Throwable failure) {
    for (int i = 0; i < answers.size(); i++) {
      if (result instanceof Result.SessionsTouched touched) {
        answers.get(i).complete(touched.found().get(i));
      } else {
        answers
            .get(i)
            .completeExceptionally(
                failure != null ? failure : new IllegalStateException("no touch: " + result));
      }
    }
  }

  /** This node is not primary any more: the next one's clock covers what is forgotten here. */
  synchronized void forget() {
    remembered.clear();
  }
}
