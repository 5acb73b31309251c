package io.zonekeep.spring.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.Sessions;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.ReactiveFindByIndexNameSessionRepository;
import org.springframework.session.SaveMode;

/** Two app servers, A and B, of either kind, and one store. */
abstract class TwoServers {
  @RegisterExtension static final StoreExtension STORE = new StoreExtension();

  private final Kind kind;
  private final String namespace = StoreExtension.namespace();
  private RecordedClient wire;
  Server a;
  Server b;

  TwoServers(Kind kind) {
    this.kind = kind;
  }

  /** Which repository the servers have. */
  enum Kind {
    SERVLET,
    REACTIVE
  }

  /** One app server. */
  interface Server {
    ZonekeepSession create();

    void save(ZonekeepSession session);

    @Nullable ZonekeepSession find(String id);

    void delete(String id);

    Map<String, ZonekeepSession> ofPrincipal(String name);

    RepositoryMetrics metrics();
  }

  record Settings(SaveMode saveMode, NearCache near) {
    Settings() {
      this(SaveMode.ON_SET_ATTRIBUTE, NearCache.none());
    }

    Settings with(SaveMode mode) {
      return new Settings(mode, near);
    }

    Settings with(NearCache cache) {
      return new Settings(saveMode, cache);
    }
  }

  @BeforeEach
  void startServers() {
    wire = new RecordedClient(STORE.client());
    a = server(new Settings());
    b = server(new Settings());
  }

  Server server(Settings settings) {
    return server(wire.sessions(namespace), settings);
  }

  Server server(Sessions sessions, Settings settings) {
    return switch (kind) {
      case SERVLET -> ServletServer.of(sessions, settings);
      case REACTIVE -> ReactiveServer.of(sessions, settings);
    };
  }

  String principalAttribute() {
    return switch (kind) {
      case SERVLET -> FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;
      case REACTIVE -> ReactiveFindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;
    };
  }

  RecordedClient wire() {
    return wire;
  }

  String namespace() {
    return namespace;
  }

  /** A session that {@code server} has saved, as it then finds it. */
  static ZonekeepSession saved(Server server, Map<String, Object> attributes) {
    ZonekeepSession session = server.create();
    attributes.forEach(session::setAttribute);
    server.save(session);
    return found(server, session.getId());
  }

  static ZonekeepSession found(Server server, String id) {
    ZonekeepSession session = server.find(id);
    assertThat(session).isNotNull();
    return Objects.requireNonNull(session);
  }
}
