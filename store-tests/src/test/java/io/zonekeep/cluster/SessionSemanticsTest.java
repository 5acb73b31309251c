package io.zonekeep.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zonekeep.client.FeedPosition;
import io.zonekeep.client.FeedStart;
import io.zonekeep.client.NewSession;
import io.zonekeep.client.Session;
import io.zonekeep.client.SessionChange;
import io.zonekeep.client.Sessions;
import io.zonekeep.client.Subscription;
import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.client.ZonekeepException;
import io.zonekeep.client.ZonekeepException.Reason;
import io.zonekeep.server.EmbeddedStore;
import io.zonekeep.v1.GetStatusResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an app may rely on when two of its servers share a session: the real client and a store. */
class SessionSemanticsTest {
  private static final Optional<Duration> HALF_AN_HOUR = Optional.of(Duration.ofMinutes(30));

  private static EmbeddedStore store;
  private static ZonekeepClient client;
  private static ZonekeepClient otherServer;
  private static Sessions sessions;
  private static Sessions others;

  @BeforeAll
  static void start() {
    store = EmbeddedStore.start();
    client = Zonekeep.connect(store.target());
    otherServer = Zonekeep.connect(store.target());
    sessions = client.sessions("shop");
    others = otherServer.sessions("shop");
  }

  @AfterAll
  static void end() {
    otherServer.close();
    client.close();
    store.close();
  }

  @Test
  void differentAttributesOfTwoServersBothWinAndOfTheSameOneTheLast() {
    create("merge", "");
    others.save("merge", put("other", "1"));
    sessions.save("merge", put("one", "1"));
    others.save("merge", put("same", "first"));
    sessions.save("merge", put("same", "last"));
    assertThat(texts("merge"))
        .containsExactly(Map.entry("one", "1"), Map.entry("other", "1"), Map.entry("same", "last"));
  }

  @Test
  void aSaveThatAsksForAVersionIsRefusedOnceAnotherServerHasSaved() {
    create("versioned", "");
    long known = sessions.peek("versioned").orElseThrow().version();
    others.save("versioned", put("same", "theirs"));
    SessionChange change =
        SessionChange.builder().put("same", bytes("mine")).ifVersion(known).build();
    assertThat(reason(() -> sessions.save("versioned", change))).isEqualTo(Reason.VERSION_MISMATCH);
    assertThat(texts("versioned")).containsEntry("same", "theirs");
  }

  @Test
  void aSaveAfterADeleteOrAnExpiryRevivesNothing() {
    create("ended", "ada");
    assertThat(others.delete("ended")).isTrue();
    assertThat(reason(() -> sessions.save("ended", put("a", "b"))))
        .isEqualTo(Reason.NO_SUCH_SESSION);
    sessions.create(
        new NewSession("ended", Optional.of(Duration.ofMillis(50)), Optional.of("ada"), Map.of()));
    Pause.until("it expires", TestCluster.LONG, () -> sessions.peek("ended").isEmpty());
    assertThat(reason(() -> sessions.save("ended", put("a", "b"))))
        .isEqualTo(Reason.NO_SUCH_SESSION);
    assertThat(sessions.findByPrincipal("ada")).isEmpty();
    assertThat(sessions.delete("ended")).isFalse();
  }

  @Test
  void ofTwoServersThatChangeAnIdAtTheSameTimeOneWinsAndNoCopyIsLeft() {
    for (int i = 0; i < 100; i++) {
      String id = "renamed" + i;
      create(id, "rita" + i);
      CompletableFuture<Long> one = sessions.changeIdAsync(id, id + "-one");
      CompletableFuture<Long> other = others.changeIdAsync(id, id + "-other");
      boolean oneWon = succeeded(one);
      assertThat(succeeded(other)).isNotEqualTo(oneWon);
      String winner = id + (oneWon ? "-one" : "-other");
      assertThat(sessions.findByPrincipal("rita" + i))
          .extracting(Session::id)
          .containsExactly(winner);
      assertThat(sessions.peek(id)).isEmpty();
      assertThat(sessions.peek(id + (oneWon ? "-other" : "-one"))).isEmpty();
    }
  }

  /** As a log-in does: another id, and what was learnt of the user. */
  @Test
  void aSaveMayChangeTheIdInTheSameStepOrDoesNothing() {
    create("before", "");
    create("taken", "tina");
    SessionChange.Builder logIn = SessionChange.builder().put("user", new byte[] {1});
    assertThat(reason(() -> sessions.save("before", logIn.newId("taken").build())))
        .isEqualTo(Reason.SESSION_ID_TAKEN);
    assertThat(others.peek("before").orElseThrow().attributes()).doesNotContainKey("user");

    sessions.save("before", logIn.newId("after").principal("lou").build());
    assertThat(others.peek("before")).isEmpty();
    assertThat(others.peek("after").orElseThrow().attributes()).containsKey("user");
    assertThat(others.findByPrincipal("lou")).extracting(Session::id).containsExactly("after");
    assertThat(reason(() -> sessions.save("before", put("a", "b"))))
        .isEqualTo(Reason.NO_SUCH_SESSION);
  }

  @Test
  void theIndexOfPrincipalsFollowsEveryChange() {
    create("p", "");
    assertThat(sessions.findByPrincipal("paula")).isEmpty();
    sessions.save("p", SessionChange.builder().principal("paula").build());
    assertThat(others.findByPrincipal("paula")).extracting(Session::id).containsExactly("p");
    sessions.save("p", SessionChange.builder().principal("pete").build());
    assertThat(others.findByPrincipal("paula")).isEmpty();
    sessions.changeId("p", "p-new");
    assertThat(others.findByPrincipal("pete")).extracting(Session::id).containsExactly("p-new");
    sessions.save("p-new", SessionChange.builder().principal("").build());
    assertThat(others.findByPrincipal("pete")).isEmpty();
    sessions.save("p-new", SessionChange.builder().principal("pete").build());
    sessions.save("p-new", SessionChange.builder().maxInactive(Duration.ofMillis(1)).build());
    Pause.until(
        "its row of the index goes",
        TestCluster.LONG,
        () -> others.findByPrincipal("pete").isEmpty());
  }

  @Test
  void aLoadOfAKnownVersionKeepsWhatTheCallerHolds() {
    create("known", "");
    sessions.save("known", put("cart", "apple"));
    Session known = sessions.load("known").orElseThrow();
    Session same = sessions.refresh(known).orElseThrow();
    assertThat(same.version()).isEqualTo(known.version());
    assertThat(same.attributes().get("cart")).isSameAs(known.attributes().get("cart"));
    others.save("known", put("cart", "pear"));
    assertThat(sessions.refresh(known).orElseThrow().attributes().get("cart"))
        .isEqualTo(bytes("pear"));
  }

  @Test
  void loadsThatTouchAreLoggedOnceASecondAtMost() {
    create("touched", "");
    long begun = System.nanoTime();
    long before = lastLogIndex();
    for (int i = 0; i < 500; i++) {
      assertThat(sessions.load("touched")).isPresent();
    }
    long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds() + 1;
    // Each second one entry for the touches and one that moves the time; and those of the edges.
    assertThat(lastLogIndex() - before).isLessThanOrEqualTo(4 * seconds + 4);
  }

  @Test
  void aNegativeInactiveTimeIsNeverOverAndZeroIsOverAtOnce() {
    sessions.create(
        new NewSession("never", Optional.of(Duration.ofSeconds(-1)), Optional.empty(), Map.of()));
    assertThat(sessions.peek("never").orElseThrow().maxInactive()).isEmpty();
    sessions.create(new NewSession("always", Optional.empty(), Optional.empty(), Map.of()));
    assertThat(sessions.peek("always").orElseThrow().maxInactive()).isEmpty();

    sessions.create(
        new NewSession("over", Optional.of(Duration.ZERO), Optional.of("otto"), Map.of()));
    assertThat(sessions.load("over")).isEmpty();
    create("soon-over", "otto");
    sessions.save("soon-over", SessionChange.builder().maxInactive(Duration.ZERO).build());
    assertThat(sessions.load("soon-over")).isEmpty();
    assertThat(sessions.findByPrincipal("otto")).isEmpty();
    assertThat(reason(() -> sessions.save("soon-over", put("a", "b"))))
        .isEqualTo(Reason.NO_SUCH_SESSION);

    create("spared", "");
    sessions.save("spared", SessionChange.builder().maxInactive(Duration.ofSeconds(-5)).build());
    assertThat(sessions.peek("spared").orElseThrow().maxInactive()).isEmpty();
  }

  @Test
  void aSessionOfTheLargestSizeComesBackWhole() {
    Map<String, byte[]> attributes = new TreeMap<>();
    for (int i = 0; i < 1_024; i++) {
      byte[] value = new byte[4_096 - 4];
      ThreadLocalRandom.current().nextBytes(value);
      attributes.put("%04d".formatted(i), value);
    }
    sessions.create(new NewSession("large", HALF_AN_HOUR, Optional.of("lara"), attributes));
    assertSame(others.load("large").orElseThrow(), attributes);
    assertThat(reason(() -> sessions.save("large", put("one-more", "x"))))
        .isEqualTo(Reason.SESSION_TOO_LARGE);
    sessions.changeId("large", "large-new");
    assertSame(others.findByPrincipal("lara").get(0), attributes);
    assertThat(others.delete("large-new")).isTrue();
  }

  @Test
  void namespacesNeverMeet() {
    Sessions blog = client.sessions("blog");
    RecordedFeed shopFeed = new RecordedFeed(new FeedPosition(0, 0, 0));
    RecordedFeed blogFeed = new RecordedFeed(new FeedPosition(0, 0, 0));
    try (Subscription shop = client.feed("shop").sessions(FeedStart.now(), shopFeed);
        Subscription other = client.feed("blog").sessions(FeedStart.now(), blogFeed)) {
      shop.started().join();
      other.started().join();
      create("shared", "nina");
      assertThat(blog.load("shared")).isEmpty();
      blog.create(new NewSession("shared", HALF_AN_HOUR, Optional.of("nina"), Map.of()));
      assertThat(blog.findByPrincipal("nina")).hasSize(1);
      assertThat(blog.delete("shared")).isTrue();
      assertThat(sessions.load("shared")).isPresent();
      Pause.until(
          "both are told",
          TestCluster.LONG,
          () -> shopFeed.events().contains("CREATED shared") && blogFeed.events().size() == 2);
      assertThat(blogFeed.events()).containsExactly("CREATED shared", "DELETED shared");
      assertThat(shopFeed.events()).doesNotContain("DELETED shared");
    }
  }

  private static void create(String id, String principal) {
    sessions.create(
        new NewSession(
            id, HALF_AN_HOUR, Optional.of(principal).filter(some -> !some.isEmpty()), Map.of()));
  }

  private static long lastLogIndex() {
    Map<String, GetStatusResponse> status = client.cluster().status();
    return status.values().iterator().next().getLastLogIndex();
  }

  private static boolean succeeded(CompletableFuture<Long> call) {
    try {
      call.join();
      return true;
    } catch (CompletionException e) {
      assertThat(e.getCause())
          .isInstanceOfSatisfying(
              ZonekeepException.class,
              refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NO_SUCH_SESSION));
      return false;
    }
  }

  private static Reason reason(Runnable call) {
    return catchThrowableOfType(ZonekeepException.class, call::run).reason();
  }

  private static void assertSame(Session session, Map<String, byte[]> attributes) {
    assertThat(List.copyOf(session.attributes().keySet()))
        .isEqualTo(List.copyOf(attributes.keySet()));
    attributes.forEach(
        (name, value) -> assertThat(session.attributes().get(name)).isEqualTo(value));
  }

  private static SessionChange put(String name, String value) {
    return SessionChange.builder().put(name, bytes(value)).build();
  }

  private static Map<String, String> texts(String id) {
    Map<String, String> texts = new TreeMap<>();
    sessions
        .peek(id)
        .orElseThrow()
        .attributes()
        .forEach((name, value) -> texts.put(name, new String(value, UTF_8)));
    return texts;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
