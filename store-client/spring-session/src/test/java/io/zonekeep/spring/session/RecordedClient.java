package io.zonekeep.spring.session;

import io.zonekeep.client.ClientMetrics;
import io.zonekeep.client.Cluster;
import io.zonekeep.client.Feed;
import io.zonekeep.client.KeyValue;
import io.zonekeep.client.NewSession;
import io.zonekeep.client.Session;
import io.zonekeep.client.SessionChange;
import io.zonekeep.client.SessionPage;
import io.zonekeep.client.Sessions;
import io.zonekeep.client.ZonekeepClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A client that notes which calls on sessions went to the store. For many threads. */
public final class RecordedClient implements ZonekeepClient {
  private final ZonekeepClient client;
  private final List<String> calls = new CopyOnWriteArrayList<>();

  public RecordedClient(ZonekeepClient client) {
    this.client = client;
  }

  /**
   * The names of the calls that {@code act} made, checked against the client's own count of calls
   * that were answered on the wire.
   */
  public List<String> during(Runnable act) {
    calls.clear();
    long before = client.metrics().callsSucceeded();
    act.run();
    long answered = client.metrics().callsSucceeded() - before;
    if (answered != calls.size()) {
      throw new AssertionError("%d calls were answered, of %s".formatted(answered, calls));
    }
    return List.copyOf(calls);
  }

  @Override
  public Sessions sessions(String namespace) {
    return new Recorded(client.sessions(namespace));
  }

  @Override
  public KeyValue keyValue(String namespace) {
    return client.keyValue(namespace);
  }

  @Override
  public Feed feed(String namespace) {
    return client.feed(namespace);
  }

  @Override
  public Cluster cluster() {
    return client.cluster();
  }

  @Override
  public ClientMetrics metrics() {
    return client.metrics();
  }

  @Override
  public void close() {
    client.close();
  }

  private <T> T noted(String name, Supplier<T> call) {
    calls.add(name);
    return call.get();
  }

  private final class Recorded implements Sessions {
    private final Sessions sessions;

    Recorded(Sessions sessions) {
      this.sessions = sessions;
    }

    @Override
    public CompletableFuture<Long> createAsync(NewSession session) {
      return noted("create", () -> sessions.createAsync(session));
    }

    @Override
    public CompletableFuture<Optional<Session>> loadAsync(String id) {
      return noted("load", () -> sessions.loadAsync(id));
    }

    @Override
    public CompletableFuture<Optional<Session>> peekAsync(String id) {
      return noted("peek", () -> sessions.peekAsync(id));
    }

    @Override
    public CompletableFuture<Optional<Session>> refreshAsync(Session known) {
      return noted("refresh", () -> sessions.refreshAsync(known));
    }

    @Override
    public CompletableFuture<Long> saveAsync(String id, SessionChange change) {
      return noted("save", () -> sessions.saveAsync(id, change));
    }

    @Override
    public CompletableFuture<Boolean> touchAsync(String id) {
      return noted("touch", () -> sessions.touchAsync(id));
    }

    @Override
    public CompletableFuture<Long> changeIdAsync(String id, String newId) {
      return noted("changeId", () -> sessions.changeIdAsync(id, newId));
    }

    @Override
    public CompletableFuture<Boolean> deleteAsync(String id) {
      return noted("delete", () -> sessions.deleteAsync(id));
    }

    @Override
    public CompletableFuture<SessionPage> findByPrincipalAsync(
        String principal, String afterId, int limit) {
      return noted(
          "findByPrincipal", () -> sessions.findByPrincipalAsync(principal, afterId, limit));
    }
  }
}
