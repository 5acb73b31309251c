package io.zonekeep.spring.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.Sessions;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.FlushMode;

final class ZonekeepSessionRepositoryTest extends RepositoryBehaviours {
  @Override
  Server server(Sessions sessions, Settings settings) {
    return new Servlet(repository(sessions, settings));
  }

  @Override
  String principalAttribute() {
    return FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;
  }

  private static ZonekeepSessionRepository repository(Sessions sessions, Settings settings) {
    ZonekeepSessionRepository repository =
        new ZonekeepSessionRepository(sessions, StoreExtension.json());
    repository.setSaveMode(settings.saveMode());
    repository.setDefaultMaxInactiveInterval(settings.maxInactive());
    repository.setNearCache(settings.near());
    return repository;
  }

  @Test
  void immediateWritesEachChange() {
    RecordedClient wire = new RecordedClient(STORE.client());
    Sessions sessions = wire.sessions(StoreExtension.namespace());
    ZonekeepSessionRepository now = repository(sessions, new Settings());
    now.setFlushMode(FlushMode.IMMEDIATE);
    ZonekeepSessionRepository other = repository(sessions, new Settings());

    ZonekeepSession session = now.createSession();
    assertThat(other.findById(session.getId())).isNotNull();
    session.setAttribute("x", "1");
    assertThat(Objects.requireNonNull(other.findById(session.getId())).<String>getAttribute("x"))
        .isEqualTo("1");
    String before = session.getId();
    session.changeSessionId();
    assertThat(other.findById(before)).isNull();
    assertThat(other.findById(session.getId())).isNotNull();
    session.removeAttribute("x");
    assertThat(Objects.requireNonNull(other.findById(session.getId())).getAttributeNames())
        .isEmpty();
    assertThat(wire.during(() -> session.setLastAccessedTime(Instant.now()))).isEmpty();
    assertThat(wire.during(() -> now.save(session))).isEmpty();
  }

  @Test
  void otherIndexesAreNotKept() {
    ZonekeepSessionRepository repository =
        repository(STORE.client().sessions(StoreExtension.namespace()), new Settings());
    assertThat(repository.findByIndexNameAndIndexValue("city", "berlin")).isEmpty();
  }

  private record Servlet(ZonekeepSessionRepository repository) implements Server {
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
}
