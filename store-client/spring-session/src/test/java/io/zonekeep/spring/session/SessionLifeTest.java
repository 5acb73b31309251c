package io.zonekeep.spring.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeep.client.NewSession;
import io.zonekeep.client.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How sessions begin, are saved and end. */
@ParameterizedClass
@EnumSource(TwoServers.Kind.class)
final class SessionLifeTest extends TwoServers {
  SessionLifeTest(Kind kind) {
    super(kind);
  }

  @Test
  void aNewSessionIsFoundOnAnotherServerOnceItIsSaved() {
    ZonekeepSession session = a.create();
    session.setAttribute("color", "green");
    assertThat(b.find(session.getId())).isNull();

    a.save(session);

    ZonekeepSession found = found(b, session.getId());
    assertThat(found.<String>getAttribute("color")).isEqualTo("green");
    assertThat(found.getAttributeNames()).containsExactly("color");
    assertThat(found.getMaxInactiveInterval()).isEqualTo(Duration.ofMinutes(30));
    assertThat(found.getCreationTime())
        .isBetween(session.getCreationTime().minusSeconds(60), Instant.now().plusSeconds(60));
    assertThat(found.isExpired()).isFalse();
  }

  @Test
  void anUnknownIdIsNoSession() {
    assertThat(a.find(UUID.randomUUID().toString())).isNull();
    assertThat(a.find("")).isNull();
  }

  @Test
  void anIdThatABrowserMadeUpIsNoSession() {
    assertThat(a.find("x".repeat(100_000))).isNull();
    assertThat(a.find("\u0000'\"<>\uD800 / ..")).isNull();
    a.delete("\u0000");
  }

  @Test
  void aSessionIsOverOnceItsTimeHasPassed() {
    ZonekeepSession session = a.create();
    session.setMaxInactiveInterval(Duration.ofMillis(300));
    a.save(session);
    assertThat(b.find(session.getId())).isNotNull();

    Awaitility.await()
        .pollInterval(Duration.ofMillis(700))
        .until(() -> b.find(session.getId()) == null);
  }

  @Test
  void findingASessionKeepsItAlive() {
    ZonekeepSession session = a.create();
    session.setMaxInactiveInterval(Duration.ofSeconds(3));
    a.save(session);
    Instant end = Instant.now().plusSeconds(6);

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> !found(b, session.getId()).isExpired() && Instant.now().isAfter(end));
  }

  @Test
  void aSessionLastUsedLongAgoIsOver() {
    ZonekeepSession fresh = a.create();
    fresh.setLastAccessedTime(Instant.EPOCH);
    a.save(fresh);
    assertThat(a.find(fresh.getId())).isNull();

    ZonekeepSession known = saved(a, Map.of());
    known.setLastAccessedTime(Instant.EPOCH);
    a.save(known);
    assertThat(b.find(known.getId())).isNull();
  }

  @Test
  void aSaveAfterADeleteIsRefusedAndRevivesNothing() {
    String id = saved(a, Map.of("x", "1")).getId();
    ZonekeepSession changed = found(b, id);
    ZonekeepSession unchanged = found(b, id);
    changed.setAttribute("x", "2");

    a.delete(id);

    assertThatThrownBy(() -> b.save(changed)).isInstanceOf(SessionGoneException.class);
    assertThatThrownBy(() -> b.save(unchanged))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Session was invalidated");
    assertThat(a.find(id)).isNull();
    assertThat(b.metrics().refused()).isEqualTo(2);
  }

  @Test
  void aRefusedSaveIsToldOnceSoThatAnErrorPageCanBeShown() {
    ZonekeepSession session = saved(a, Map.of());
    session.setAttribute("x", "1");
    a.delete(session.getId());
    assertThatThrownBy(() -> a.save(session)).isInstanceOf(SessionGoneException.class);

    a.save(session);

    assertThat(a.find(session.getId())).isNull();
    session.setAttribute("x", "2");
    assertThatThrownBy(() -> a.save(session)).isInstanceOf(SessionGoneException.class);
  }

  @Test
  void aSaveAfterExpiryIsRefused() {
    ZonekeepSession session = a.create();
    session.setMaxInactiveInterval(Duration.ofMillis(200));
    a.save(session);
    Sessions sessions = wire().sessions(namespace());
    Awaitility.await().until(() -> sessions.peek(session.getId()).isEmpty());

    session.setAttribute("x", "1");

    assertThatThrownBy(() -> a.save(session)).isInstanceOf(SessionGoneException.class);
  }

  @Test
  void changesOfDifferentAttributesOnTwoServersBothStay() {
    String id = saved(a, Map.of("first", "1", "second", "1", "third", "1")).getId();
    ZonekeepSession onA = found(a, id);
    ZonekeepSession onB = found(b, id);

    onA.setAttribute("first", "2");
    onA.setAttribute("onlyA", "2");
    onB.setAttribute("second", "2");
    onB.removeAttribute("third");
    a.save(onA);
    b.save(onB);

    ZonekeepSession merged = found(a, id);
    assertThat(merged.getAttributeNames()).containsExactlyInAnyOrder("first", "second", "onlyA");
    assertThat(merged.<String>getAttribute("first")).isEqualTo("2");
    assertThat(merged.<String>getAttribute("second")).isEqualTo("2");
  }

  @Test
  void serversThatWriteAtTheSameTimeLoseNothing() {
    String id = saved(a, Map.of()).getId();
    List<CompletableFuture<Void>> requests =
        IntStream.range(0, 40)
            .mapToObj(i -> CompletableFuture.runAsync(() -> request(i % 2 == 0 ? a : b, id, i)))
            .toList();
    requests.forEach(CompletableFuture::join);

    assertThat(found(a, id).getAttributeNames()).hasSize(40);
  }

  private static void request(Server server, String id, int number) {
    ZonekeepSession session = found(server, id);
    session.setAttribute("n" + number, number);
    server.save(session);
  }

  @Test
  void aDeletedSessionIsGoneAndIsDeletedAgain() {
    String id = saved(a, Map.of()).getId();
    a.delete(id);
    a.delete(id);
    b.delete(id);
    b.delete(UUID.randomUUID().toString());
    assertThat(b.find(id)).isNull();
  }

  @Test
  void aLargeAttributeIsKept() {
    byte[] large = new byte[1_500_000];
    Arrays.fill(large, (byte) 7);
    ZonekeepSession session = saved(a, Map.of("large", large, "small", "1"));
    assertThat(found(b, session.getId()).<byte[]>getAttribute("large")).isEqualTo(large);
  }

  @Test
  void aNegativeTimeNeverExpires() {
    ZonekeepSession session = a.create();
    session.setMaxInactiveInterval(Duration.ofSeconds(-1));
    a.save(session);
    ZonekeepSession changed = saved(a, Map.of());
    changed.setMaxInactiveInterval(Duration.ofSeconds(-5));
    a.save(changed);

    for (String id : List.of(session.getId(), changed.getId())) {
      ZonekeepSession found = found(b, id);
      assertThat(found.getMaxInactiveInterval()).isNegative();
      assertThat(found.isExpired()).isFalse();
      found.setLastAccessedTime(Instant.EPOCH);
      b.save(found);
      assertThat(a.find(id)).isNotNull();
    }
  }

  @Test
  void aTimeOfZeroIsOverAtOnce() {
    ZonekeepSession fresh = a.create();
    fresh.setMaxInactiveInterval(Duration.ZERO);
    a.save(fresh);
    ZonekeepSession known = saved(a, Map.of());
    known.setMaxInactiveInterval(Duration.ZERO);
    a.save(known);

    assertThat(known.isExpired()).isTrue();
    assertThat(b.find(fresh.getId())).isNull();
    assertThat(b.find(known.getId())).isNull();
  }

  @Test
  void aTimeOverTenYearsIsRefusedWhereItIsSet() {
    ZonekeepSession session = a.create();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.setMaxInactiveInterval(Duration.ofDays(4_000)))
        .withMessageContaining("3650 days");
  }

  @Test
  void aTimeAloneIsSaved() {
    ZonekeepSession session = saved(a, Map.of("x", "1"));
    session.setMaxInactiveInterval(Duration.ofHours(2));
    a.save(session);
    ZonekeepSession found = found(b, session.getId());
    assertThat(found.getMaxInactiveInterval()).isEqualTo(Duration.ofHours(2));
    assertThat(found.getAttributeNames()).containsExactly("x");
  }

  @Test
  void namespacesDoNotSeeEachOther() {
    String id = saved(a, Map.of()).getId();
    Server other = server(STORE.client().sessions(StoreExtension.namespace()), new Settings());
    assertThat(other.find(id)).isNull();
  }

  @Test
  void aSessionThatCannotBeReadIsAbsentAndCounted() {
    Sessions sessions = wire().sessions(namespace());
    String id = UUID.randomUUID().toString();
    sessions.create(
        new NewSession(
            id,
            Optional.of(Duration.ofMinutes(1)),
            Optional.of("berta"),
            Map.of("x", new byte[] {99, 1, 2, 3})));

    assertThat(a.find(id)).isNull();
    assertThat(a.find(id)).isNull();
    assertThat(a.ofPrincipal("berta")).isEmpty();
    assertThat(a.metrics().unreadable()).isEqualTo(3);
    assertThat(sessions.peek(id)).isPresent();
  }

  @Test
  void whatCannotBeWrittenIsAnErrorThatNamesIt() {
    ZonekeepSession session = a.create();
    session.setAttribute("thread", Thread.currentThread());
    assertThatThrownBy(() -> a.save(session))
        .hasMessageContaining("\"thread\"")
        .hasMessageContaining("java.lang.Thread");
    session.removeAttribute("thread");
    session.setAttribute("x", "1");
    a.save(session);
    assertThat(found(b, session.getId()).getAttributeNames()).containsExactly("x");
  }
}
