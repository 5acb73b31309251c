package io.zonekeep.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.Session;
import io.zonekeep.client.SessionChange;
import io.zonekeep.client.Sessions;
import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.server.EmbeddedStore;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What users of two app servers see, whichever container those are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerContract {
  private static final String NAMESPACE = "shop";

  private final AppServer.Kind kind;
  private final Shop shop = new Shop();
  private final EmbeddedStore store;
  private final AppServer first;
  private final AppServer second;
  private final ZonekeepClient client;
  private final Sessions sessions;
  private final StoreCalls calls;

  ServerContract(AppServer.Kind kind) {
    this.kind = kind;
    store = EmbeddedStore.start(Map.of("expiry.sweep_interval", "50ms"));
    calls = new StoreCalls(store);
    client = Zonekeep.connect(store.target());
    sessions = client.sessions(NAMESPACE);
    first = kind.start(shop, parameters(store.target(), Map.of()));
    second = kind.start(new Shop(), parameters(store.target(), Map.of()));
  }

  @BeforeAll
  void opensTheFirstPage() {
    // The first page of a JVM takes longer than any other.
    new Browser().see(first, "/set?name=a&value=b");
  }

  @AfterAll
  void stop() {
    first.close();
    second.close();
    client.close();
    store.close();
  }

  @Test
  void whoLogsInOnOneServerIsKnownOnTheOther() {
    Browser browser = new Browser();
    browser.see(first, "/log-in?user=berta");

    assertThat(browser.see(second, "/get?name=user")).isEqualTo("berta");
  }

  @Test
  void theCookieIsHttpOnlyAndLax() {
    HttpResponse<String> response = new Browser().open(first, "/set?name=a&value=b");

    assertThat(Browser.setCookies(response)).hasSize(1);
    assertThat(Browser.setCookies(response).getFirst())
        .matches("ZONEKEEP=[A-Za-z0-9_-]{32}; .*")
        .containsIgnoringCase("Path=/shop")
        .containsIgnoringCase("HttpOnly")
        .containsIgnoringCase("SameSite=Lax")
        .doesNotContainIgnoringCase("Max-Age")
        .doesNotContainIgnoringCase("Secure");
  }

  @Test
  void aRequestThatAsksForNoSessionCostsNothing() {
    Browser browser = new Browser();
    browser.see(first, "/set?name=a&value=b");

    assertThat(calls.during(() -> browser.see(first, "/hello"))).isEmpty();
    assertThat(Browser.setCookies(new Browser().open(first, "/hello"))).isEmpty();
  }

  @Test
  void aNewSessionIsOneWrite() {
    assertThat(calls.during(() -> new Browser().see(first, "/set?name=a&value=b")))
        .isEqualTo(Map.of("create_session", 1L));
  }

  @Test
  void anUnchangedRequestIsOneReadAndNoWrite() {
    Browser browser = new Browser();
    browser.see(first, "/set?name=a&value=b");
    browser.see(first, "/add?what=tea");

    assertThat(calls.during(() -> browser.see(second, "/get?name=a")))
        .isEqualTo(Map.of("load_session", 1L));
    assertThat(calls.during(() -> browser.see(second, "/cart")))
        .isEqualTo(Map.of("load_session", 1L));
    assertThat(calls.during(() -> browser.see(second, "/set?name=a&value=b")))
        .isEqualTo(Map.of("load_session", 1L));
  }

  @Test
  void aChangedRequestIsOneReadAndOneWrite() {
    Browser browser = new Browser();
    browser.see(first, "/set?name=a&value=b");

    assertThat(calls.during(() -> browser.see(second, "/set?name=a&value=c")))
        .isEqualTo(Map.of("load_session", 1L, "save_session", 1L));
  }

  @Test
  void aValueThatIsChangedInPlaceIsSaved() {
    Browser browser = new Browser();
    browser.see(first, "/add?what=tea");
    browser.see(second, "/add?what=milk");

    assertThat(browser.see(first, "/cart")).isEqualTo("[tea, milk]");
  }

  @Test
  void aRemovedAttributeIsGoneEverywhere() {
    Browser browser = new Browser();
    browser.see(first, "/set?name=a&value=b");
    browser.see(first, "/set?name=c&value=d");
    browser.see(second, "/remove?name=a");

    assertThat(browser.see(first, "/names")).isEqualTo("[c]");
  }

  @Test
  void requestsAtTheSameTimeBothKeepTheirAttributes() {
    Browser browser = new Browser();
    browser.see(first, "/log-in?user=berta");

    CompletableFuture<HttpResponse<String>> one =
        browser.opening(first, "/set-together?name=left&value=1");
    CompletableFuture<HttpResponse<String>> other =
        browser.opening(first, "/set-together?name=right&value=2");
    CompletableFuture.allOf(one, other).join();

    assertThat(browser.see(second, "/names")).isEqualTo("[left, right, user]");
  }

  @Test
  void whoLogsOutIsOutEverywhereAndLosesTheCookie() {
    Browser browser = new Browser();
    browser.see(first, "/log-in?user=berta");
    String id = browser.sessionId();

    assertThat(browser.see(second, "/log-out")).isEqualTo("out");

    assertThat(browser.sessionId()).isEmpty();
    assertThat(sessions.peek(id)).isEmpty();
    browser.claim(first, id);
    assertThat(browser.see(first, "/get?name=user")).isEqualTo("no session");
  }

  @Test
  void aSessionAfterLogOutIsAnotherOne() {
    Browser browser = new Browser();
    browser.see(first, "/log-in?user=berta");
    String id = browser.sessionId();

    assertThat(browser.see(first, "/log-out-and-in")).isEqualTo("true");

    assertThat(browser.sessionId()).isNotEmpty().isNotEqualTo(id);
    assertThat(browser.see(second, "/get?name=user")).isEqualTo("new");
  }

  @Test
  void aSaveNeverBringsBackASessionThatWasEndedMeanwhile() {
    Browser browser = new Browser();
    browser.see(first, "/log-in?user=berta");
    String id = browser.sessionId();
    CompletableFuture<HttpResponse<String>> late =
        browser.opening(first, "/set-together?name=late&value=1");
    // It holds its session and waits for a second one, which comes when the session has ended.
    Awaitility.await().until(() -> shop.waiting() == 1);
    sessions.delete(id);
    new Browser().see(first, "/set-together?name=x&value=y");

    assertThat(late.join().statusCode()).isEqualTo(200);
    assertThat(sessions.peek(id)).isEmpty();
    assertThat(Browser.setCookies(late.join())).isEmpty();
  }

  @Test
  void aLogInChangesTheIdAndKeepsTheContent() {
    Browser browser = new Browser();
    browser.see(first, "/set?name=cart&value=tea");
    String before = browser.sessionId();

    Map<String, Long> cost =
        calls.during(() -> assertThat(browser.see(second, "/log-in?user=berta")).isEqualTo(before));

    assertThat(browser.sessionId()).isNotEqualTo(before);
    assertThat(sessions.peek(before)).isEmpty();
    assertThat(browser.see(first, "/get?name=cart")).isEqualTo("tea");
    assertThat(browser.see(first, "/get?name=user")).isEqualTo("berta");
    assertThat(cost).isEqualTo(Map.of("load_session", 1L, "save_session", 1L));
  }

  @Test
  void anIdThatTheStoreDoesNotKnowNeverBecomesASession() {
    String planted = "A".repeat(32);
    Browser browser = new Browser();
    browser.claim(first, planted);

    browser.see(first, "/set?name=a&value=b");

    assertThat(browser.sessionId()).isNotEqualTo(planted);
    assertThat(sessions.peek(planted)).isEmpty();
  }

  @Test
  void anIdOfAnotherFormIsNotEvenAskedFor() {
    Browser browser = new Browser();
    browser.claim(first, "x".repeat(4000));

    assertThat(calls.during(() -> browser.see(first, "/get?name=a"))).isEmpty();
  }

  @Test
  void anExpiredSessionIsGoneAndTheNextIsNew() {
    Browser browser = new Browser();
    browser.see(first, "/log-in?user=berta");
    String id = browser.sessionId();
    browser.see(first, "/for-ever?seconds=1");
    Awaitility.await().until(() -> sessions.peek(id).isEmpty());

    assertThat(browser.see(second, "/get?name=user")).isEqualTo("no session");
    assertThat(browser.see(second, "/log-in?user=berta")).isNotEqualTo(id);
  }

  @Test
  void zeroOrLessMeansForEver() {
    Browser browser = new Browser();
    browser.see(first, "/for-ever?seconds=0");
    assertThat(browser.see(second, "/facts")).contains("max=-1");
    assertThat(stored(browser).maxInactive()).isEmpty();

    browser.see(first, "/for-ever?seconds=90");
    assertThat(browser.see(second, "/facts")).contains("max=90");
    browser.see(first, "/for-ever?seconds=-5");
    assertThat(stored(browser).maxInactive()).isEmpty();
  }

  @Test
  void aSessionTellsTheTruthAboutItself() {
    Browser browser = new Browser();
    browser.see(first, "/set?name=a&value=b");

    assertThat(browser.see(second, "/facts"))
        .startsWith("id=%s new=false valid=true max=1800 created=".formatted(browser.sessionId()));
    browser.see(second, "/log-out");
    browser.claim(second, "A".repeat(32));
    assertThat(browser.see(second, "/facts"))
        .isEqualTo("requested=%s valid=false".formatted("A".repeat(32)));
  }

  @Test
  void aSessionIsSavedBeforeALargePageLeaves() {
    Browser browser = new Browser();

    Map<String, Long> cost = calls.during(() -> browser.see(first, "/large"));

    assertThat(cost).isEqualTo(Map.of("create_session", 1L));
    assertThat(browser.see(second, "/get?name=large")).isEqualTo("first");
  }

  @Test
  void aSessionIsSavedBeforeALargeTextLeaves() {
    Browser browser = new Browser();

    Map<String, Long> cost = calls.during(() -> browser.see(first, "/large-text"));

    assertThat(cost).isEqualTo(Map.of("create_session", 1L));
    assertThat(browser.see(second, "/get?name=large")).isEqualTo("first");
  }

  @Test
  void aSessionIsSavedBeforeAPageOfKnownLengthIsWhole() {
    Browser browser = new Browser();

    assertThat(browser.see(first, "/exact-length")).isEqualTo("hello");
    assertThat(browser.see(second, "/get?name=large")).isEqualTo("first");
  }

  @Test
  void theCookieOfASavedSessionSurvivesAReset() {
    Browser browser = new Browser();
    browser.see(first, "/full-then-reset");

    assertThat(browser.see(second, "/get?name=large")).isEqualTo("first");
  }

  @Test
  void anIncludedPageBelongsToItsRequest() {
    Browser browser = new Browser();

    Map<String, Long> cost = calls.during(() -> browser.see(first, "/include"));

    assertThat(cost).isEqualTo(Map.of("create_session", 1L));
    assertThat(browser.see(second, "/get?name=included")).isEqualTo("yes");
  }

  @Test
  void aChangeAfterThePageBeganIsASecondWrite() {
    Browser browser = new Browser();

    Map<String, Long> cost = calls.during(() -> browser.see(first, "/large-then-change"));

    assertThat(cost).isEqualTo(Map.of("create_session", 1L, "save_session", 1L));
    assertThat(browser.see(second, "/get?name=late")).isEqualTo("late");
  }

  @Test
  void aSessionCannotBeginWhenItsCookieCannotBeSent() {
    assertThat(new Browser().see(first, "/too-late")).isEqualTo("too late");
  }

  @Test
  void aRedirectFindsItsSession() {
    Browser browser = new Browser();
    HttpResponse<String> redirect = browser.open(first, "/redirect");

    assertThat(redirect.statusCode()).isEqualTo(302);
    assertThat(browser.see(second, "/get?name=seen")).isEqualTo("yes");
  }

  @Test
  void anErrorPageSeesTheSessionAndItsCookieIsSent() {
    Browser browser = new Browser();
    HttpResponse<String> error = browser.open(first, "/missing");

    assertThat(error.statusCode()).isEqualTo(404);
    assertThat(error.body()).isEqualTo("error page for lost");
    assertThat(browser.see(second, "/get?name=user")).isEqualTo("lost");
  }

  @Test
  void whatWasSetBeforeAnExceptionStays() {
    Browser browser = new Browser();

    assertThat(browser.open(first, "/throw").statusCode()).isEqualTo(500);
    assertThat(browser.see(second, "/get?name=before")).isEqualTo("kept");
  }

  @Test
  void aForwardBelongsToItsRequest() {
    Browser browser = new Browser();

    Map<String, Long> cost = calls.during(() -> browser.see(first, "/forward"));

    assertThat(cost).isEqualTo(Map.of("create_session", 1L));
    assertThat(browser.see(second, "/get?name=forwarded")).isEqualTo("yes");
  }

  @Test
  void anAsynchronousRequestIsSavedWhenItCompletes() {
    Browser browser = new Browser();

    assertThat(browser.see(first, "/async-complete")).isEqualTo("completed");
    assertThat(browser.see(second, "/get?name=async")).isEqualTo("completed");
  }

  @Test
  void anAsynchronousRequestIsSavedAfterItsDispatch() {
    Browser browser = new Browser();

    assertThat(browser.see(first, "/async-dispatch")).isEqualTo("dispatched");
    assertThat(browser.see(second, "/get?name=async")).isEqualTo("dispatched");
  }

  @Test
  void anAttributeThatCannotBeReadIsAbsentAndTheRestIsThere() {
    Browser browser = new Browser();
    browser.see(first, "/log-in?user=berta");
    sessions.save(
        browser.sessionId(),
        SessionChange.builder()
            .put("rubbish", "not a value".getBytes(StandardCharsets.UTF_8))
            .put("hostile", Hostile.bytes())
            .build());

    assertThat(browser.see(second, "/names")).isEqualTo("[user]");
    assertThat(browser.see(second, "/get?name=hostile")).isEqualTo("null");
    assertThat(Hostile.wasRead()).isFalse();
    browser.see(second, "/set?name=rubbish&value=good");
    assertThat(browser.see(first, "/names")).isEqualTo("[rubbish, user]");
  }

  @Test
  void aClassThatIsNotAllowedIsRefusedWhenItIsWritten() {
    Browser browser = new Browser();
    HttpResponse<String> refused = browser.open(first, "/foreign");

    assertThat(refused.statusCode()).isEqualTo(500);
    assertThat(refused.body()).doesNotContain("never seen");
    assertThat(new Browser().see(first, "/not-serializable"))
        .isEqualTo("attribute plain: java.lang.Object is not Serializable");
  }

  @Test
  void thePrincipalIsTheNamedAttribute() {
    AppServer server =
        kind.start(
            new Shop(), parameters(store.target(), Map.of("zonekeep.principal-attribute", "user")));
    try {
      Browser browser = new Browser();
      browser.see(server, "/log-in?user=carla");
      assertThat(stored(browser).principal()).isEqualTo(Optional.of("carla"));
      browser.see(server, "/get?name=user");
      browser.see(server, "/set?name=a&value=b");
      assertThat(sessions.findByPrincipal("carla")).hasSize(1);

      browser.see(server, "/remove?name=user");
      assertThat(sessions.findByPrincipal("carla")).isEmpty();
    } finally {
      server.close();
    }
  }

  @Test
  void listenersHearOfWhatHappensOnTheirServer() {
    Heard.forget();
    AppServer server =
        kind.start(
            new Shop(),
            parameters(store.target(), Map.of("zonekeep.listeners", Heard.class.getName())));
    try {
      Browser browser = new Browser();
      browser.see(server, "/set?name=a&value=b");
      browser.see(server, "/set?name=a&value=c");
      browser.see(server, "/log-in?user=berta");
      browser.see(server, "/remove?name=a");
      browser.see(server, "/bind");
      browser.see(server, "/remove?name=bound");
      browser.see(server, "/log-out");

      assertThat(Heard.all())
          .isEqualTo(
              List.of(
                  "created",
                  "added a=b",
                  "replaced a=b",
                  "id changed",
                  "added user=berta",
                  "removed a=c",
                  "bound bound",
                  "added bound=value",
                  "unbound bound",
                  "removed bound=value",
                  "destroyed",
                  "removed user=berta"));
    } finally {
      server.close();
    }
  }

  @Test
  void withoutAStoreTheAnswerIs503AndPagesWithoutASessionWork() {
    EmbeddedStore lost = EmbeddedStore.start();
    AppServer server =
        kind.start(new Shop(), parameters(lost.target(), Map.of("zonekeep.call-timeout", "300ms")));
    try {
      Browser browser = new Browser();
      browser.see(server, "/log-in?user=berta");
      String id = browser.sessionId();
      lost.close();

      HttpResponse<String> old = browser.open(server, "/get?name=user");
      assertThat(old.statusCode()).isEqualTo(503);
      assertThat(old.headers().firstValue("retry-after")).isEqualTo(Optional.of("1"));
      assertThat(browser.sessionId()).isEqualTo(id);
      HttpResponse<String> fresh = new Browser().open(server, "/set?name=a&value=b");
      assertThat(fresh.statusCode()).isEqualTo(503);
      assertThat(Browser.setCookies(fresh)).isEmpty();
      assertThat(new Browser().open(server, "/large").statusCode()).isEqualTo(503);
      assertThat(new Browser().open(server, "/async-complete").statusCode()).isEqualTo(503);
      assertThat(browser.see(server, "/hello")).isEqualTo("hello");
    } finally {
      server.close();
    }
  }

  private Session stored(Browser browser) {
    return sessions.peek(browser.sessionId()).orElseThrow();
  }

  private static Map<String, String> parameters(String target, Map<String, String> more) {
    Map<String, String> all = new HashMap<>();
    all.put("zonekeep.target", target);
    all.put("zonekeep.namespace", NAMESPACE);
    all.put("zonekeep.allow", Shop.Cart.class.getName() + ", " + Heard.Bound.class.getName());
    all.put("zonekeep.call-timeout", Duration.ofSeconds(10).toSeconds() + "s");
    all.putAll(more);
    return all;
  }
}
