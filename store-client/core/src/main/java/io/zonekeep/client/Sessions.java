package io.zonekeep.client;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Sessions of one namespace, for stateless app servers. App servers that change different
 * attributes of one session both win; a save never brings back a session that has ended. Safe for
 * many threads.
 */
public interface Sessions {
  /** Returns the first version; fails with SESSION_ID_TAKEN. */
  CompletableFuture<Long> createAsync(NewSession session);

  /** Reads a session and touches it: it lives its whole inactive time again. */
  CompletableFuture<Optional<Session>> loadAsync(String id);

  /** Reads a session without touching it. */
  CompletableFuture<Optional<Session>> peekAsync(String id);

  /**
   * Reads and touches a session of which the caller holds {@code known}; returns {@code known}'s
   * content with a fresh last access if it is still the present version, without its body going
   * over the wire.
   */
  CompletableFuture<Optional<Session>> refreshAsync(Session known);

  /**
   * One atomic write, which also touches. Returns the version; fails with NO_SUCH_SESSION,
   * VERSION_MISMATCH or SESSION_ID_TAKEN, and then nothing is saved.
   */
  CompletableFuture<Long> saveAsync(String id, SessionChange change);

  /** Returns whether there is such a session. */
  CompletableFuture<Boolean> touchAsync(String id);

  /** Returns the version; fails with NO_SUCH_SESSION or SESSION_ID_TAKEN. */
  CompletableFuture<Long> changeIdAsync(String id, String newId);

  /** Returns whether there was such a session. */
  CompletableFuture<Boolean> deleteAsync(String id);

  /**
   * Sessions of one principal in order of their ids, one page.
   *
   * @param afterId the last id of the page before; empty: from the first
   * @param limit 1 to 1,000; fewer than that may come though more follow only when they are large
   */
  CompletableFuture<SessionPage> findByPrincipalAsync(String principal, String afterId, int limit);

  default long create(NewSession session) {
    return Blocking.await(createAsync(session));
  }

  default Optional<Session> load(String id) {
    return Blocking.await(loadAsync(id));
  }

  default Optional<Session> peek(String id) {
    return Blocking.await(peekAsync(id));
  }

  default Optional<Session> refresh(Session known) {
    return Blocking.await(refreshAsync(known));
  }

  default long save(String id, SessionChange change) {
    return Blocking.await(saveAsync(id, change));
  }

  default boolean touch(String id) {
    return Blocking.await(touchAsync(id));
  }

  default long changeId(String id, String newId) {
    return Blocking.await(changeIdAsync(id, newId));
  }

  default boolean delete(String id) {
    return Blocking.await(deleteAsync(id));
  }

  /** All sessions of one principal, page after page. */
  default List<Session> findByPrincipal(String principal) {
    return Blocking.allPages(after -> findByPrincipalAsync(principal, after, 100));
  }
}
