package io.zonekeep.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Sessions of one namespace, over the batch stream. For many threads. */
final class RemoteSessions implements Sessions {
  private final String namespace;
  private final Submission calls;

  RemoteSessions(String namespace, Submission calls) {
    this.namespace = namespace;
    this.calls = calls;
  }

  @Override
  public CompletableFuture<Long> createAsync(NewSession session) {
    return calls.submit(() -> SessionCalls.create(namespace, session));
  }

  @Override
  public CompletableFuture<Optional<Session>> loadAsync(String id) {
    return calls.submit(() -> SessionCalls.load(namespace, id, true));
  }

  @Override
  public CompletableFuture<Optional<Session>> peekAsync(String id) {
    return calls.submit(() -> SessionCalls.load(namespace, id, false));
  }

  @Override
  public CompletableFuture<Optional<Session>> refreshAsync(Session known) {
    return calls.submit(() -> SessionCalls.refresh(namespace, known));
  }

  @Override
  public CompletableFuture<Long> saveAsync(String id, SessionChange change) {
    return calls.submit(() -> SessionCalls.save(namespace, id, change));
  }

  @Override
  public CompletableFuture<Boolean> touchAsync(String id) {
    return calls.submit(() -> SessionCalls.touch(namespace, id));
  }

  @Override
  public CompletableFuture<Long> changeIdAsync(String id, String newId) {
    return calls.submit(() -> SessionCalls.changeId(namespace, id, newId));
  }

  @Override
  public CompletableFuture<Boolean> deleteAsync(String id) {
    return calls.submit(() -> SessionCalls.delete(namespace, id));
  }

  @Override
  public CompletableFuture<SessionPage> findByPrincipalAsync(
      String principal, String afterId, int limit) {
    return calls.submit(() -> SessionCalls.findByPrincipal(namespace, principal, afterId, limit));
  }
}
