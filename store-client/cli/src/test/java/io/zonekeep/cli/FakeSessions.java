package io.zonekeep.cli;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.zonekeep.client.NewSession;
import io.zonekeep.client.Session;
import io.zonekeep.client.SessionChange;
import io.zonekeep.client.SessionPage;
import io.zonekeep.client.Sessions;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Sessions that can be looked at and nothing else. */
final class FakeSessions implements Sessions {
  final TreeMap<String, Session> sessions = new TreeMap<>();

  @Override
  public CompletableFuture<Optional<Session>> peekAsync(String id) {
    return completedFuture(Optional.ofNullable(sessions.get(id)));
  }

  @Override
  public CompletableFuture<Long> createAsync(NewSession session) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Optional<Session>> loadAsync(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Optional<Session>> refreshAsync(Session known) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Long> saveAsync(String id, SessionChange change) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Boolean> touchAsync(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Long> changeIdAsync(String id, String newId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Boolean> deleteAsync(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<SessionPage> findByPrincipalAsync(
      String principal, String afterId, int limit) {
    throw new UnsupportedOperationException();
  }
}
