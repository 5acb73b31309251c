package io.zonekeep.client;

import static java.util.Objects.requireNonNullElse;

import io.zonekeep.client.discovery.LoopThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** Waits for asynchronous answers. The calls' own deadlines bound the wait. */
final class Blocking {
  private Blocking() {}

  static <T> T await(CompletableFuture<T> answer) {
    if (LoopThread.isCurrent() && !answer.isDone()) {
      throw new IllegalStateException(
          "a call that blocks, made where an answer is handled, would wait for itself:"
              + " use the method with Async in its name there");
    }
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ZonekeepException(
          ZonekeepException.Outcome.INDETERMINATE,
          ZonekeepException.Reason.CLOSED,
          "interrupted while waiting for the answer");
    } catch (ExecutionException e) {
      throw rethrown(requireNonNullElse(e.getCause(), e));
    }
  }

  static List<Session> allPages(Function<String, CompletableFuture<SessionPage>> page) {
    List<Session> all = new ArrayList<>();
    String after = "";
    while (true) {
      SessionPage next = await(page.apply(after));
      all.addAll(next.sessions());
      if (!next.more() || next.sessions().isEmpty()) {
        return all;
      }
      after = next.sessions().get(next.sessions().size() - 1).id();
    }
  }

  /** The caller's stack is added, as the failure's own is that of another thread. */
  private static ZonekeepException rethrown(Throwable cause) {
    ZonekeepException.Outcome outcome = ZonekeepException.Outcome.INDETERMINATE;
    ZonekeepException.Reason reason = ZonekeepException.Reason.INTERNAL;
    if (cause instanceof ZonekeepException known) {
      outcome = known.outcome();
      reason = known.reason();
    }
    ZonekeepException thrown =
        new ZonekeepException(outcome, reason, String.valueOf(cause.getMessage()));
    thrown.initCause(cause);
    return thrown;
  }
}
