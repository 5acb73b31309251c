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
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.session.SaveMode;

/**
 * What users of either repository rely on. Each test has two app servers, A and B, and one store.
 */
abstract class RepositoryBehaviours {
  @RegisterExtension static final StoreExtension STORE = new StoreExtension();

  /** One app server. */
  interface Server {
    ZonekeepSession create();

    void save(ZonekeepSession session);

    @Nullable ZonekeepSession find(String id);

    void delete(String id);

    Map<String, ZonekeepSession> ofPrincipal(String name);

    RepositoryMetrics metrics();
  }

  private final String namespace = StoreExtension.namespace();
  private RecordedClient wire;
  private Server a;
  private Server b;

  abstract Server server(Sessions sessions, Settings settings);

  abstract String principalAttribute();

  record Settings(SaveMode saveMode, Duration maxInactive, NearCache near) {
    Settings() {
      this(SaveMode.ON_SET_ATTRIBUTE, Duration.ofMinutes(30), NearCache.none());
    }

    Settings with(SaveMode mode) {
      return new Settings(mode, maxInactive, near);
    }

    Settings with(NearCache cache) {
      return new Settings(saveMode, maxInactive, cache);
    }
  }

  @BeforeEach
  void startServers() {
    wire = new RecordedClient(STORE.client());
    a = server(new Settings());
    b = server(new Settings());
  }

  private Server server(Settings settings) {
    return server(wire.sessions(namespace), settings);
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
    Sessions sessions = wire.sessions(namespace);
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
  void anIdIsChangedAlone() {
    ZonekeepSession session = saved(a, Map.of("x", "1"));
    String before = session.getId();

    String after = session.changeSessionId();
    a.save(session);

    assertThat(after).isNotEqualTo(before).isEqualTo(session.getId());
    assertThat(b.find(before)).isNull();
    assertThat(found(b, after).<String>getAttribute("x")).isEqualTo("1");
  }

  @Test
  void anIdIsChangedTwice() {
    ZonekeepSession session = saved(a, Map.of("x", "1"));
    String first = session.getId();
    session.setAttribute("x", "2");
    String second = session.changeSessionId();
    session.setAttribute("x", "3");
    String third = session.changeSessionId();
    a.save(session);

    assertThat(b.find(first)).isNull();
    assertThat(b.find(second)).isNull();
    assertThat(found(b, third).<String>getAttribute("x")).isEqualTo("3");
  }

  @Test
  void anIdIsChangedBeforeTheFirstSave() {
    ZonekeepSession session = a.create();
    String before = session.getId();
    session.setAttribute("x", "1");
    String after = session.changeSessionId();
    a.save(session);

    assertThat(b.find(before)).isNull();
    assertThat(b.find(after)).isNotNull();
  }

  @Test
  void aChangedIdIsSavedTwice() {
    ZonekeepSession session = saved(a, Map.of());
    String before = session.getId();
    session.setAttribute("x", "1");
    String after = session.changeSessionId();
    a.save(session);
    a.save(session);

    assertThat(b.find(before)).isNull();
    assertThat(found(b, after).<String>getAttribute("x")).isEqualTo("1");
  }

  @Test
  void theIdOfADeletedSessionIsNotChanged() {
    ZonekeepSession session = saved(a, Map.of());
    String before = session.getId();
    b.delete(before);
    session.setAttribute("x", "1");
    String after = session.changeSessionId();

    assertThatThrownBy(() -> a.save(session)).isInstanceOf(SessionGoneException.class);

    assertThat(b.find(before)).isNull();
    assertThat(b.find(after)).isNull();
  }

  @Test
  void ofTwoWhoChangeAnIdOneWins() {
    String id = saved(a, Map.of()).getId();
    ZonekeepSession onA = found(a, id);
    ZonekeepSession onB = found(b, id);
    onA.changeSessionId();
    onA.setAttribute("x", "A");
    a.save(onA);
    String lost = onB.changeSessionId();
    onB.setAttribute("y", "B");

    assertThatThrownBy(() -> b.save(onB)).isInstanceOf(SessionGoneException.class);

    assertThat(b.find(id)).isNull();
    assertThat(b.find(lost)).isNull();
    assertThat(found(b, onA.getId()).getAttributeNames()).containsExactly("x");
  }

  @Test
  void manyWhoChangeAnIdAtTheSameTimeLeaveOneSession() {
    String id = saved(a, Map.of("x", "1")).getId();
    List<ZonekeepSession> copies = IntStream.range(0, 10).mapToObj(i -> found(a, id)).toList();

    List<CompletableFuture<Boolean>> saves =
        copies.stream().map(copy -> CompletableFuture.supplyAsync(() -> changesId(copy))).toList();

    assertThat(saves.stream().filter(CompletableFuture::join)).hasSize(1);
    assertThat(copies.stream().filter(copy -> b.find(copy.getId()) != null)).hasSize(1);
  }

  private boolean changesId(ZonekeepSession copy) {
    copy.changeSessionId();
    try {
      a.save(copy);
      return true;
    } catch (SessionGoneException e) {
      return false;
    }
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
  void thePrincipalsSessionsAreFound() {
    ZonekeepSession session = saved(a, Map.of(principalAttribute(), "berta", "x", "1"));
    saved(b, Map.of(principalAttribute(), "carl"));
    saved(b, Map.of());

    Map<String, ZonekeepSession> found = b.ofPrincipal("berta");

    assertThat(found).containsOnlyKeys(session.getId());
    assertThat(found.values().iterator().next().<String>getAttribute("x")).isEqualTo("1");
    assertThat(b.ofPrincipal("nobody")).isEmpty();
  }

  @Test
  void allPagesOfAPrincipalsSessionsAreFound() {
    IntStream.range(0, 205).forEach(i -> saved(a, Map.of(principalAttribute(), "robot")));
    assertThat(b.ofPrincipal("robot")).hasSize(205);
  }

  @Test
  void thePrincipalIsChangedAndRemoved() {
    String id = saved(a, Map.of(principalAttribute(), "berta")).getId();

    ZonekeepSession renamed = found(b, id);
    renamed.setAttribute(principalAttribute(), "Berta B.");
    b.save(renamed);
    assertThat(a.ofPrincipal("berta")).isEmpty();
    assertThat(a.ofPrincipal("Berta B.")).containsOnlyKeys(id);

    ZonekeepSession loggedOut = found(a, id);
    loggedOut.removeAttribute(principalAttribute());
    a.save(loggedOut);
    assertThat(b.ofPrincipal("Berta B.")).isEmpty();
    assertThat(b.find(id)).isNotNull();
  }

  @Test
  void thePrincipalStaysWhenSomethingElseIsSavedAfterAReload() {
    String id = saved(a, Map.of(principalAttribute(), "berta")).getId();
    ZonekeepSession reloaded = found(b, id);
    reloaded.setAttribute("x", "1");
    b.save(reloaded);
    assertThat(a.ofPrincipal("berta")).containsOnlyKeys(id);
  }

  @Test
  void anotherServersLogOutIsNotUndoneBySavingSomethingElse() {
    String id = saved(a, Map.of(principalAttribute(), "berta")).getId();
    ZonekeepSession onB = found(b, id);
    ZonekeepSession loggedOut = found(a, id);
    loggedOut.removeAttribute(principalAttribute());
    a.save(loggedOut);

    onB.setAttribute("x", "1");
    b.save(onB);

    assertThat(a.ofPrincipal("berta")).isEmpty();
  }

  @Test
  void thePrincipalFollowsTheIdAndEndsWithTheSession() {
    ZonekeepSession session = saved(a, Map.of(principalAttribute(), "berta"));
    session.changeSessionId();
    a.save(session);
    assertThat(b.ofPrincipal("berta")).containsOnlyKeys(session.getId());

    b.delete(session.getId());
    assertThat(a.ofPrincipal("berta")).isEmpty();

    ZonekeepSession shortLived = a.create();
    shortLived.setAttribute(principalAttribute(), "dora");
    shortLived.setMaxInactiveInterval(Duration.ofMillis(200));
    a.save(shortLived);
    Awaitility.await().until(() -> b.ofPrincipal("dora").isEmpty());
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
  void aRequestCostsOneReadAndAtMostOneWrite() {
    String id = saved(a, Map.of("x", "1")).getId();

    assertThat(wire.during(() -> web(b, id, session -> {}))).containsExactly("load");
    assertThat(wire.during(() -> web(b, id, session -> session.getAttribute("x"))))
        .containsExactly("load");
    assertThat(
            wire.during(() ->
                web(
                    b,
                    id,
                    session -> {
                      session.setAttribute("x", "2");
                      session.setAttribute("y", "2");
                      session.removeAttribute("z");
                      session.setMaxInactiveInterval(Duration.ofHours(1));
                    })))
        .containsExactly("load", "save");
    assertThat(
            wire.during(() -> {
              ZonekeepSession session = b.create();
              session.setLastAccessedTime(Instant.now());
              session.setAttribute("x", "1");
              b.save(session);
              b.save(session);
            }))
        .containsExactly("create");
    assertThat(
            wire.during(() ->
                web(
                    b,
                    id,
                    session -> {
                      session.changeSessionId();
                      session.setAttribute("x", "2");
                    })))
        .containsExactly("load", "changeId", "save");
  }

  /** What Spring Session's filter does in a request that commits early. */
  private static void web(Server server, String id, Consumer<ZonekeepSession> app) {
    ZonekeepSession session = found(server, id);
    session.setLastAccessedTime(Instant.now());
    app.accept(session);
    server.save(session);
    server.save(session);
  }

  @Test
  void aUseLongAfterTheLoadIsToldToTheStore() {
    ZonekeepSession session = found(a, saved(a, Map.of()).getId());
    session.setLastAccessedTime(Instant.now().plusSeconds(90));
    assertThat(wire.during(() -> a.save(session))).containsExactly("touch");
  }

  @Test
  void onGetAttributeSavesWhatWasRead() {
    Server reading = server(new Settings().with(SaveMode.ON_GET_ATTRIBUTE));
    String id = saved(a, Map.of("list", new int[] {1}, "other", "1")).getId();
    ZonekeepSession session = found(reading, id);
    session.<int[]>getRequiredAttribute("list")[0] = 2;
    reading.save(session);
    assertThat(found(b, id).<int[]>getAttribute("list")).containsExactly(2);

    assertThat(wire.during(() -> web(reading, id, any -> {}))).containsExactly("load");
  }

  @Test
  void onSetAttributeSavesOnlyWhatWasSet() {
    String id = saved(a, Map.of("list", new int[] {1})).getId();
    ZonekeepSession session = found(a, id);
    session.<int[]>getRequiredAttribute("list")[0] = 2;
    a.save(session);
    assertThat(found(b, id).<int[]>getAttribute("list")).containsExactly(1);
  }

  @Test
  void alwaysSavesAll() {
    Server always = server(new Settings().with(SaveMode.ALWAYS));
    String id = saved(a, Map.of("x", "1", "y", "1")).getId();
    ZonekeepSession session = found(always, id);
    ZonekeepSession onB = found(b, id);
    onB.setAttribute("x", "2");
    b.save(onB);

    assertThat(wire.during(() -> always.save(session))).containsExactly("save");
    assertThat(found(b, id).<String>getAttribute("x")).isEqualTo("1");
  }

  @Test
  void theNearCacheIsCheckedByVersionAtEachUse() {
    Server near = server(new Settings().with(new NearCache(10, 1_000_000)));
    String id = saved(a, Map.of("x", "1")).getId();
    found(near, id);
    assertThat(wire.during(() -> web(near, id, session -> {}))).containsExactly("refresh");
    assertThat(near.metrics().notModified()).isEqualTo(1);

    ZonekeepSession onB = found(b, id);
    onB.setAttribute("x", "2");
    b.save(onB);
    assertThat(found(near, id).<String>getAttribute("x")).isEqualTo("2");
    assertThat(near.metrics().notModified()).isEqualTo(1);

    b.delete(id);
    assertThat(near.find(id)).isNull();
    assertThat(near.metrics().nearSessions()).isZero();
  }

  @Test
  void requestsShareNoObjectsThroughTheNearCache() {
    Server near = server(new Settings().with(new NearCache(10, 1_000_000)));
    String id = saved(a, Map.of("list", new int[] {1})).getId();
    found(near, id).<int[]>getRequiredAttribute("list")[0] = 2;
    assertThat(found(near, id).<int[]>getAttribute("list")).containsExactly(1);
  }

  @Test
  void aSessionThatCannotBeReadIsAbsentAndCounted() {
    Sessions sessions = wire.sessions(namespace);
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

  private ZonekeepSession saved(Server server, Map<String, Object> attributes) {
    ZonekeepSession session = server.create();
    attributes.forEach(session::setAttribute);
    server.save(session);
    return found(server, session.getId());
  }

  private static ZonekeepSession found(Server server, String id) {
    ZonekeepSession session = server.find(id);
    assertThat(session).isNotNull();
    return Objects.requireNonNull(session);
  }
}
