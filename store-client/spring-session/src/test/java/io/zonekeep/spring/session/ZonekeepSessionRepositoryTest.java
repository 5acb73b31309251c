package io.zonekeep.spring.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.Sessions;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.session.FlushMode;

final class ZonekeepSessionRepositoryTest {
  @RegisterExtension static final StoreExtension STORE = new StoreExtension();

  private static ZonekeepSessionRepository repository(Sessions sessions) {
    return new ZonekeepSessionRepository(sessions, StoreExtension.json());
  }

  @Test
  void immediateWritesEachChange() {
    RecordedClient wire = new RecordedClient(STORE.client());
    Sessions sessions = wire.sessions(StoreExtension.namespace());
    ZonekeepSessionRepository now = repository(sessions);
    now.setFlushMode(FlushMode.IMMEDIATE);
    ZonekeepSessionRepository other = repository(sessions);

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
        repository(STORE.client().sessions(StoreExtension.namespace()));
    assertThat(repository.findByIndexNameAndIndexValue("city", "berlin")).isEmpty();
  }
}
