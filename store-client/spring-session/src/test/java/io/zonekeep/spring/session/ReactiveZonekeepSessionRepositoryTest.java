package io.zonekeep.spring.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.Sessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

final class ReactiveZonekeepSessionRepositoryTest {
  @RegisterExtension static final StoreExtension STORE = new StoreExtension();

  private static ReactiveZonekeepSessionRepository repository(Sessions sessions) {
    return new ReactiveZonekeepSessionRepository(sessions, StoreExtension.json());
  }

  @Test
  void nothingIsDoneBeforeSomebodySubscribes() {
    RecordedClient wire = new RecordedClient(STORE.client());
    ReactiveZonekeepSessionRepository repository =
        repository(wire.sessions(StoreExtension.namespace()));
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
        repository(STORE.client().sessions(StoreExtension.namespace()));
    ZonekeepSession session = requireNonNull(repository.createSession().block());
    repository.save(session).block();

    String thread =
        repository.findById(session.getId()).map(it -> Thread.currentThread().getName()).block();

    assertThat(thread).startsWith("parallel-");
  }
}
