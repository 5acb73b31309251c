package io.zonekeep.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.spring.session.SessionEvents;
import io.zonekeep.spring.session.ZonekeepSession;
import io.zonekeep.spring.session.ZonekeepSessionRepository;
import io.zonekeep.spring.session.serializer.AllowedClasses;
import io.zonekeep.spring.session.serializer.AttributeSerializer;
import io.zonekeep.spring.session.serializer.JsonFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.session.events.AbstractSessionEvent;

/** What listeners of app servers with Spring Session are told while primaries die. */
class SpringSessionEventsTest {
  private static final int ROUNDS = 3;
  private static final int SESSIONS_A_ROUND = 60;
  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start("spring-session-events");
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  /** An app server with a connection of its own. */
  private static final class Server implements AutoCloseable, ApplicationEventPublisher {
    final List<String> told = new CopyOnWriteArrayList<>();
    final ZonekeepClient client =
        Zonekeep.builder(cluster.cluster().target()).callTimeout(Duration.ofSeconds(20)).build();
    final ZonekeepSessionRepository repository =
        new ZonekeepSessionRepository(
            client.sessions(TestCluster.NAMESPACE),
            new AttributeSerializer(
                new JsonFormat(AllowedClasses.of(List.of()), Server.class.getClassLoader()),
                List.of(),
                AttributeSerializer.VALUE_BYTES_DEFAULT));
    final SessionEvents events;

    Server(String name) throws Exception {
      events = SessionEvents.of(repository, client, TestCluster.NAMESPACE, Optional.of(name), this);
      events.start();
      events.started().get(TestCluster.LONG.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void publishEvent(Object event) {
      AbstractSessionEvent session = (AbstractSessionEvent) event;
      told.add(session.getClass().getSimpleName() + " " + session.getSessionId());
    }

    @Override
    public void close() {
      events.stop();
      client.close();
    }
  }

  @Test
  void eachListenerIsToldOfEachSessionExactlyOnceThroughKillsOfThePrimaryAndARestart()
      throws Exception {
    List<String> expected = new ArrayList<>();
    List<String> toldBeforeRestart;
    try (Server a = new Server("a")) {
      Server b = new Server("b");
      for (int round = 0; round < ROUNDS; round++) {
        LocalNode primary = cluster.primary();
        for (int i = 0; i < SESSIONS_A_ROUND; i++) {
          if (i == SESSIONS_A_ROUND / 2) {
            primary.kill();
          }
          expected.addAll(useOneSession(a, i));
        }
        cluster.view().awaitPrimaryAfter(primary, TestCluster.LONG);
        cluster.startAndCatchUp(primary);
        if (round == 0) {
          b.close();
        }
      }
      toldBeforeRestart = List.copyOf(b.told);
      try (Server again = new Server("b")) {
        Pause.until(
            "all is told",
            TestCluster.LONG,
            () ->
                a.told.size() >= expected.size()
                    && again.told.size() + toldBeforeRestart.size() >= expected.size());
        List<String> toldToB =
            Stream.concat(toldBeforeRestart.stream(), again.told.stream()).toList();

        assertThat(a.told).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
        assertThat(toldToB).isEqualTo(a.told);
        assertThat(a.events.metrics().gaps() + again.events.metrics().gaps()).isZero();
      }
    }
  }

  /** A third is deleted, a third expires, a third stays. */
  private static List<String> useOneSession(Server server, int number) {
    ZonekeepSession session = server.repository.createSession();
    session.setAttribute("number", number);
    if (number % 3 == 1) {
      session.setMaxInactiveInterval(Duration.ofMillis(500));
    }
    server.repository.save(session);
    String created = "SessionCreatedEvent " + session.getId();
    if (number % 3 == 0) {
      server.repository.deleteById(session.getId());
      return List.of(created, "SessionDeletedEvent " + session.getId());
    }
    return number % 3 == 1
        ? List.of(created, "SessionExpiredEvent " + session.getId())
        : List.of(created);
  }
}
