package io.zonekeep.spring.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeep.client.KeyValue;
import io.zonekeep.client.ZonekeepClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.events.AbstractSessionEvent;
import org.springframework.session.events.SessionCreatedEvent;
import org.springframework.session.events.SessionDeletedEvent;
import org.springframework.session.events.SessionExpiredEvent;

final class SessionEventsTest {
  @RegisterExtension static final StoreExtension STORE = new StoreExtension();
  private static final Duration LONG = Duration.ofSeconds(30);

  private final String namespace = StoreExtension.namespace();
  private final List<Listener> listeners = new ArrayList<>();
  private final ZonekeepSessionRepository repository = repository();

  /** One app server that listens. */
  private final class Listener implements ApplicationEventPublisher {
    final List<AbstractSessionEvent> seen = new CopyOnWriteArrayList<>();
    final SessionEvents events;
    volatile boolean throwing;

    Listener(Optional<String> name) throws Exception {
      events = SessionEvents.of(repository, STORE.client(), namespace, name, this);
      listeners.add(this);
      events.start();
      events.started().get(LONG.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void publishEvent(Object event) {
      seen.add((AbstractSessionEvent) event);
      if (throwing) {
        throw new IllegalStateException("a listener that fails");
      }
    }

    List<String> told() {
      return seen.stream()
          .map(event -> event.getClass().getSimpleName() + " " + event.getSessionId())
          .toList();
    }

    void awaitTold(String... told) {
      Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(told()).contains(told));
    }
  }

  private Listener listener() throws Exception {
    return new Listener(Optional.empty());
  }

  private Listener listener(String name) throws Exception {
    return new Listener(Optional.of(name));
  }

  private ZonekeepSessionRepository repository() {
    ZonekeepClient client = STORE.client();
    return new ZonekeepSessionRepository(client.sessions(namespace), StoreExtension.json());
  }

  @AfterEach
  void stop() {
    listeners.forEach(listener -> listener.events.stop());
  }

  @Test
  void everyServerIsToldOfEachSessionOnceAndInOrder() throws Exception {
    Listener a = listener();
    Listener b = listener();

    ZonekeepSession deleted = saved("berta", Duration.ofMinutes(30));
    ZonekeepSession expired = saved("carl", Duration.ofMillis(200));
    repository.deleteById(deleted.getId());
    String last = saved("last", Duration.ofMinutes(30)).getId();
    for (Listener each : List.of(a, b)) {
      each.awaitTold("SessionExpiredEvent " + expired.getId(), "SessionCreatedEvent " + last);
    }

    assertThat(a.told())
        .containsExactlyInAnyOrder(
            "SessionCreatedEvent " + deleted.getId(),
            "SessionCreatedEvent " + expired.getId(),
            "SessionDeletedEvent " + deleted.getId(),
            "SessionExpiredEvent " + expired.getId(),
            "SessionCreatedEvent " + last);
    assertThat(b.told()).isEqualTo(a.told());
    assertThat(a.told().indexOf("SessionDeletedEvent " + deleted.getId()))
        .isGreaterThan(a.told().indexOf("SessionCreatedEvent " + deleted.getId()));
    assertThat(a.events.metrics()).isEqualTo(new EventMetrics(3, 1, 1, 0, 0));
  }

  @Test
  void whatEndedIsToldWithItsLastAttributes() throws Exception {
    Listener listener = listener();
    ZonekeepSession session = saved("berta", Duration.ofMinutes(30));
    session.setAttribute("cart", "tea");
    repository.save(session);
    repository.deleteById(session.getId());
    listener.awaitTold("SessionDeletedEvent " + session.getId());

    AbstractSessionEvent event = ofType(listener, SessionDeletedEvent.class);

    assertThat(event.getSource()).isSameAs(repository);
    assertThat(event.<ZonekeepSession>getSession().<String>getAttribute("cart")).isEqualTo("tea");
    ZonekeepSession gone = event.getSession();
    gone.setAttribute("cart", "coffee");
    assertThatThrownBy(() -> repository.save(gone)).isInstanceOf(SessionGoneException.class);
  }

  @Test
  void whatBeganIsReadWhenItIsAskedFor() throws Exception {
    Listener listener = listener();
    ZonekeepSession session = saved("berta", Duration.ofMinutes(30));
    listener.awaitTold("SessionCreatedEvent " + session.getId());
    AbstractSessionEvent event = ofType(listener, SessionCreatedEvent.class);
    assertThat(event.getSession().getId()).isEqualTo(session.getId());
    assertThat(event.getSession().<String>getAttribute(principal())).isEqualTo("berta");
  }

  @Test
  void aTimeOfZeroIsToldAsAnEnd() throws Exception {
    Listener listener = listener();
    ZonekeepSession session = saved("berta", Duration.ofMinutes(30));
    session.setMaxInactiveInterval(Duration.ZERO);
    repository.save(session);
    Awaitility.await()
        .atMost(LONG)
        .until(() ->
            listener.seen.stream()
                .anyMatch(event ->
                    event instanceof SessionDeletedEvent || event instanceof SessionExpiredEvent));
  }

  @Test
  void aListenerThatThrowsNeitherStopsNorRepeatsEvents() throws Exception {
    Listener listener = listener();
    listener.throwing = true;
    String first = saved("a", Duration.ofMinutes(30)).getId();
    listener.awaitTold("SessionCreatedEvent " + first);
    listener.throwing = false;
    String second = saved("b", Duration.ofMinutes(30)).getId();
    listener.awaitTold("SessionCreatedEvent " + second);
    assertThat(listener.told())
        .containsExactly("SessionCreatedEvent " + first, "SessionCreatedEvent " + second);
    assertThat(listener.events.metrics().failed()).isEqualTo(1);
  }

  @Test
  void aNamedServerIsToldAfterARestartWhatItMissedAndNothingTwice() throws Exception {
    Listener before = listener("a1");
    Listener unnamed = listener();
    String told = saved("a", Duration.ofMinutes(30)).getId();
    before.awaitTold("SessionCreatedEvent " + told);
    before.events.stop();
    unnamed.events.stop();

    String missed = saved("b", Duration.ofMinutes(30)).getId();
    repository.deleteById(missed);
    Listener after = listener("a1");
    Listener unnamedAfter = listener();
    String later = saved("c", Duration.ofMinutes(30)).getId();
    after.awaitTold("SessionCreatedEvent " + later);
    unnamedAfter.awaitTold("SessionCreatedEvent " + later);

    assertThat(after.told())
        .containsExactly(
            "SessionCreatedEvent " + missed,
            "SessionDeletedEvent " + missed,
            "SessionCreatedEvent " + later);
    assertThat(unnamedAfter.told()).containsExactly("SessionCreatedEvent " + later);
  }

  @Test
  void aCrashBeforeThePositionIsKeptRepeatsOnlyWhatWasToldSince() throws Exception {
    KeyValue keys = STORE.client().keyValue(namespace);
    byte[] key = "zonekeep-spring-session/position/a1".getBytes(UTF_8);
    Listener before = listener("a1");
    String first = saved("a", Duration.ofMinutes(30)).getId();
    before.awaitTold("SessionCreatedEvent " + first);
    saved("b", Duration.ofMinutes(30));
    Awaitility.await().atMost(LONG).until(() -> before.told().size() == 2);
    before.events.stop();
    byte[] keptPosition = keys.get(key).orElseThrow().value();
    Listener third = listener("a1");
    String last = saved("c", Duration.ofMinutes(30)).getId();
    third.awaitTold("SessionCreatedEvent " + last);
    third.events.stop();

    // As a crash after telling and before writing leaves it.
    keys.put(key, keptPosition);
    Listener after = listener("a1");

    after.awaitTold("SessionCreatedEvent " + last);
    assertThat(after.told()).containsExactly("SessionCreatedEvent " + last);
  }

  @Test
  void aKeptPositionOfAnotherStoreOrOfNoneIsPassedOver() throws Exception {
    KeyValue keys = STORE.client().keyValue(namespace);
    keys.put("zonekeep-spring-session/position/x".getBytes(UTF_8), "senseless".getBytes(UTF_8));
    keys.put("zonekeep-spring-session/position/y".getBytes(UTF_8), "1-5-0".getBytes(UTF_8));

    Listener senseless = listener("x");
    Listener foreign = listener("y");
    String id = saved("a", Duration.ofMinutes(30)).getId();

    senseless.awaitTold("SessionCreatedEvent " + id);
    foreign.awaitTold("SessionCreatedEvent " + id);
    assertThat(foreign.events.metrics().gaps()).isEqualTo(1);
  }

  @Test
  void nothingIsToldAfterAStop() throws Exception {
    Listener listener = listener();
    Listener witness = listener();
    listener.events.stop();
    assertThat(listener.events.isRunning()).isFalse();
    String id = saved("a", Duration.ofMinutes(30)).getId();
    witness.awaitTold("SessionCreatedEvent " + id);
    assertThat(listener.seen).isEmpty();
  }

  private static AbstractSessionEvent ofType(Listener listener, Class<?> type) {
    return listener.seen.stream().filter(type::isInstance).findFirst().orElseThrow();
  }

  private static String principal() {
    return FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;
  }

  private ZonekeepSession saved(String user, Duration maxInactive) {
    ZonekeepSession session = repository.createSession();
    session.setAttribute(principal(), user);
    session.setMaxInactiveInterval(maxInactive);
    repository.save(session);
    return session;
  }
}
