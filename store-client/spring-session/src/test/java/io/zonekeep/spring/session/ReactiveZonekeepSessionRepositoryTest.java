package io.zonekeep.spring.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.Sessions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.session.ReactiveFindByIndexNameSessionRepository;
import reactor.core.publisher.Mono;

final class ReactiveZonekeepSessionRepositoryTest extends RepositoryBehaviours {
  @Override
  Server server(Sessions sessions, Settings settings) {
    return new Reactive(repository(sessions, settings));
  }

  @Override
  String principalAttribute() {
    return ReactiveFindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;
  }

  private static ReactiveZonekeepSessionRepository repository(
      Sessions sessions, Settings settings) {
    ReactiveZonekeepSessionRepository repository =
        new ReactiveZonekeepSessionRepository(sessions, StoreExtension.json());
    repository.setSaveMode(settings.saveMode());
    repository.setDefaultMaxInactiveInterval(settings.maxInactive());
    repository.setNearCache(settings.near());
    return repository;
  }

  @Test
  void nothingIsDoneBeforeSomebodySubscribes() {
    RecordedClient wire = new RecordedClient(STORE.client());
    ReactiveZonekeepSessionRepository repository =
        repository(wire.sessions(StoreExtension.namespace()), new Settings());
    ZonekeepSession session = requireNonNull(repository.createSession().block());

    Mono<Void> save = repository.save(session);
    Mono<ZonekeepSession> find = repository.findById(session.getId());

    assertThat(find.block()).isNull();
    save.block();
    assertThat(find.block()).isNotNull();
    assertThat(wire.during(() -> repository.deleteById(session.getId()))).isEmpty();
  }

  @Test
  void whatFollowsMayBlock() {
    ReactiveZonekeepSessionRepository repository =
        repository(STORE.client().sessions(StoreExtension.namespace()), new Settings());
    ZonekeepSession session = requireNonNull(repository.createSession().block());
    repository.save(session).block();

    String thread =
        repository.findById(session.getId()).map(it -> Thread.currentThread().getName()).block();

    assertThat(thread).startsWith("parallel-");
  }

  private record Reactive(ReactiveZonekeepSessionRepository repository) implements Server {
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
}
