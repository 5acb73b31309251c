package io.zonekeep.spring.session;

import io.zonekeep.client.Sessions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An app server with the servlet repository. */
record ServletServer(ZonekeepSessionRepository repository) implements TwoServers.Server {
  static ServletServer of(Sessions sessions, TwoServers.Settings settings) {
    ZonekeepSessionRepository repository =
        new ZonekeepSessionRepository(sessions, StoreExtension.json());
    repository.setSaveMode(settings.saveMode());
    repository.setNearCache(settings.near());
    return new ServletServer(repository);
  }

  @Override
  public ZonekeepSession create() {
    return repository.createSession();
  }

  @Override
  public void save(ZonekeepSession session) {
    repository.save(session);
  }

  @Override
  public @Nullable ZonekeepSession find(String id) {
    return repository.findById(id);
  }

  @Override
  public void delete(String id) {
    repository.deleteById(id);
  }

  @Override
  public Map<String, ZonekeepSession> ofPrincipal(String name) {
    return repository.findByPrincipalName(name);
  }

  @Override
  public RepositoryMetrics metrics() {
    return repository.metrics();
  }
}
