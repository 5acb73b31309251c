package io.zonekeep.spring.session;

import static java.util.Objects.requireNonNull;

import io.zonekeep.client.Sessions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An app server with the reactive repository. */
record ReactiveServer(ReactiveZonekeepSessionRepository repository) implements TwoServers.Server {
  static ReactiveServer of(Sessions sessions, TwoServers.Settings settings) {
    ReactiveZonekeepSessionRepository repository =
        new ReactiveZonekeepSessionRepository(sessions, StoreExtension.json());
    repository.setSaveMode(settings.saveMode());
    repository.setNearCache(settings.near());
    return new ReactiveServer(repository);
  }

  @Override
  public ZonekeepSession create() {
    return requireNonNull(repository.createSession().block());
  }

  @Override
  public void save(ZonekeepSession session) {
    repository.save(session).block();
  }

  @Override
  public @Nullable ZonekeepSession find(String id) {
    return repository.findById(id).block();
  }

  @Override
  public void delete(String id) {
    repository.deleteById(id).block();
  }

  @Override
  public Map<String, ZonekeepSession> ofPrincipal(String name) {
    return requireNonNull(repository.findByPrincipalName(name).block());
  }

  @Override
  public RepositoryMetrics metrics() {
    return repository.metrics();
  }
}
