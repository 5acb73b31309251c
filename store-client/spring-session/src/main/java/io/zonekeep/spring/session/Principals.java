package io.zonekeep.spring.session;

import io.zonekeep.client.Session;
import io.zonekeep.client.SessionPage;
import io.zonekeep.client.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Finds all sessions of a principal, page after page. */
final class Principals {
  /** Sessions that are found at once; more are an error, not a part of them. */
  static final int SESSIONS_MAX = 10_000;

  private static final int PAGE_SESSIONS = 100;

  private Principals() {}

  static CompletableFuture<List<Session>> all(Sessions sessions, String principal) {
    return from(sessions, principal, "", new ArrayList<>());
  }

  /** Throws what the call failed with. */
  static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : e;
    }
  }

  private static CompletableFuture<List<Session>> from(
      Sessions sessions, String principal, String afterId, List<Session> found) {
    return sessions
        .findByPrincipalAsync(principal, afterId, PAGE_SESSIONS)
        .thenCompose(page -> {
          add(found, page);
          if (!page.more() || page.sessions().isEmpty()) {
            return CompletableFuture.completedFuture(found);
          }
          String last = page.sessions().get(page.sessions().size() - 1).id();
          return from(sessions, principal, last, found);
        });
  }

  private static void add(List<Session> found, SessionPage page) {
    found.addAll(page.sessions());
    if (found.size() > SESSIONS_MAX) {
      throw new IllegalStateException(
          "the principal has more than %,d sessions".formatted(SESSIONS_MAX));
    }
  }
}
