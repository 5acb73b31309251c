package io.zonekeep.memory;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import io.zonekeep.client.NewSession;
import io.zonekeep.client.Session;
import io.zonekeep.client.SessionChange;
import io.zonekeep.client.SessionPage;
import io.zonekeep.client.Sessions;
import io.zonekeep.client.ZonekeepException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Sessions in memory that never expire: create, load, save, delete. Can be told to forget. */
public final class MemorySessions implements Sessions {
  private final Map<String, Session> sessions = new HashMap<>();
  private long version;
  private boolean losesSaves;

  /** Acknowledges saves from now on without doing them. */
  public synchronized void loseSaves() {
    losesSaves = true;
  }

  public synchronized void forgetAll() {
    sessions.clear();
  }

  @Override
  public synchronized CompletableFuture<Long> createAsync(NewSession session) {
    version++;
    sessions.put(
        session.id(),
        new Session(
            session.id(),
            version,
            Instant.EPOCH,
            Instant.EPOCH,
            session.maxInactive(),
            session.principal(),
            new TreeMap<>(session.attributes())));
    return completedFuture(version);
  }

  @Override
  public CompletableFuture<Optional<Session>> loadAsync(String id) {
    return peekAsync(id);
  }

  @Override
  public synchronized CompletableFuture<Optional<Session>> peekAsync(String id) {
    return completedFuture(Optional.ofNullable(sessions.get(id)));
  }

  @Override
  public CompletableFuture<Optional<Session>> refreshAsync(Session known) {
    return peekAsync(known.id());
  }

  @Override
  public synchronized CompletableFuture<Long> saveAsync(String id, SessionChange change) {
    Session before = sessions.get(id);
    if (before == null) {
      return failedFuture(
          new ZonekeepException(
              ZonekeepException.Outcome.NOT_DONE,
              ZonekeepException.Reason.NO_SUCH_SESSION,
              "no session " + id));
    }
    version++;
    NavigableMap<String, byte[]> attributes = new TreeMap<>(before.attributes());
    change.removed().forEach(attributes::remove);
    attributes.putAll(change.changed());
    if (!losesSaves) {
      sessions.put(
          id,
          new Session(
              id,
              version,
              before.createdAt(),
              before.lastAccessedAt(),
              before.maxInactive(),
              before.principal(),
              attributes));
    }
    return completedFuture(version);
  }

  @Override
  public synchronized CompletableFuture<Boolean> touchAsync(String id) {
    return completedFuture(sessions.containsKey(id));
  }

  @Override
  public CompletableFuture<Long> changeIdAsync(String id, String newId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized CompletableFuture<Boolean> deleteAsync(String id) {
    return completedFuture(sessions.remove(id) != null);
  }

  @Override
  public CompletableFuture<SessionPage> findByPrincipalAsync(
      String principal, String afterId, int limit) {
    throw new UnsupportedOperationException();
  }
}
