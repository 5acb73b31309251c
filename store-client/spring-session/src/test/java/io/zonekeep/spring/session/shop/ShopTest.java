package io.zonekeep.spring.session.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.spring.session.RecordedClient;
import io.zonekeep.spring.session.RepositoryMetrics;
import io.zonekeep.spring.session.StoreExtension;
import io.zonekeep.spring.session.ZonekeepSessionRepository;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.WebApplicationType;

/** Two app servers with Tomcat and Spring Security, one store, browsers that change servers. */
final class ShopTest {
  @RegisterExtension static final StoreExtension STORE = new StoreExtension();
  private static final String NAMESPACE = StoreExtension.namespace();
  private static Shop a;
  private static Shop b;

  private final Browser browser = new Browser();

  @BeforeAll
  static void start() {
    a = shop();
    b = shop();
  }

  private static Shop shop(String... more) {
    List<String> settings =
        new java.util.ArrayList<>(
            List.of(
                "spring.session.zonekeep.target=" + STORE.target(),
                "spring.session.zonekeep.namespace=" + NAMESPACE,
                "spring.session.timeout=20m"));
    settings.addAll(List.of(more));
    return Shop.start(ShopApplication.class, WebApplicationType.SERVLET, settings);
  }

  @AfterAll
  static void stop() {
    a.close();
    b.close();
  }

  @AfterEach
  void closeBrowser() {
    browser.close();
  }

  @Test
  void whoLogsInOnOneServerIsKnownOnTheOther() {
    assertThat(browser.get(a.page("/me")).statusCode()).isEqualTo(302);

    assertThat(browser.logIn(a, "berta").statusCode()).isEqualTo(302);

    HttpResponse<String> me = browser.get(b.page("/me"));
    assertThat(me.statusCode()).isEqualTo(200);
    assertThat(me.body()).isEqualTo("berta");
    assertThat(b.bean(ZonekeepSessionRepository.class).findByPrincipalName("berta")).isNotEmpty();
  }

  @Test
  void theIdChangesWhenSomebodyLogsIn() {
    browser.get(a.page("/open/cart"));
    String before = browser.cookie().orElseThrow();
    browser.post(a.page("/open/cart"), Map.of("article", "tea"));

    browser.logIn(b, "berta");

    assertThat(browser.cookie().orElseThrow()).isNotEqualTo(before);
    assertThat(browser.get(a.page("/open/cart")).body()).contains("tea");
  }

  @Test
  void whoLogsOutOnOneServerIsOutOnTheOther() {
    browser.logIn(a, "berta");
    String cookie = browser.cookie().orElseThrow();
    browser.post(b.page("/logout"), Map.of());

    try (Browser thief = new Browser()) {
      HttpResponse<String> me = thief.get(a.page("/me"));
      assertThat(me.statusCode()).isEqualTo(302);
    }
    assertThat(cookie).isNotEmpty();
    assertThat(browser.get(a.page("/me")).statusCode()).isEqualTo(302);
  }

  @Test
  void theCartIsFilledOnAlternatingServers() {
    IntStream.range(0, 10)
        .forEach(i -> {
          Shop shop = i % 2 == 0 ? a : b;
          String count = browser.post(shop.page("/open/cart"), Map.of("article", "tea" + i)).body();
          assertThat(count).isEqualTo(String.valueOf(i + 1));
        });
  }

  @Test
  void anUnsuccessfulLogInIsAPageAndNotAFailure() {
    browser.get(a.page("/open/cart"));
    for (String user : List.of("nobody", "carl")) {
      assertThat(browser.logIn(a, user).headers().firstValue("Location"))
          .hasValueSatisfying(page -> assertThat(page).endsWith("/login?error"));
      assertThat(browser.get(b.page("/login?error")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theAttributesOfARedirectArriveOnTheOtherServer() {
    HttpResponse<String> redirect = browser.post(a.page("/open/redirect"), Map.of());
    assertThat(redirect.statusCode()).isEqualTo(302);
    assertThat(browser.get(b.page("/open/redirected")).body()).isEqualTo("thank you");
    assertThat(browser.get(b.page("/open/redirected")).body()).isEmpty();
  }

  @Test
  void aRequestCostsOneReadAndAtMostOneWrite() {
    RecordedClient wire = a.bean(RecordedClient.class);
    assertThat(wire.during(() -> browser.get(a.page("/open/nothing")))).isEmpty();
    assertThat(wire.during(() -> browser.post(a.page("/open/cart"), Map.of("article", "tea"))))
        .as("new")
        .containsExactly("create");
    assertThat(wire.during(() -> browser.get(a.page("/open/cart"))))
        .as("unchanged")
        .containsExactly("load");
    assertThat(wire.during(() -> browser.get(a.page("/open/early"))))
        .as("unchanged, committed early")
        .containsExactly("load");
    assertThat(wire.during(() -> browser.post(a.page("/open/cart"), Map.of("article", "tea"))))
        .as("changed")
        .containsExactly("load", "save");
    browser.logIn(a, "berta");
    assertThat(wire.during(() -> browser.get(a.page("/me"))))
        .as("unchanged, logged in")
        .containsExactly("load");
    b.bean(ZonekeepSessionRepository.class)
        .findByPrincipalName("berta")
        .keySet()
        .forEach(b.bean(ZonekeepSessionRepository.class)::deleteById);
    assertThat(wire.during(() -> browser.get(a.page("/open/cart"))))
        .as("a cookie of a session that has ended")
        .containsExactly("load", "create");
  }

  @Test
  void aRequestWhoseSessionIsDeletedMeanwhileFailsOnceAndWithItsErrorPage() {
    browser.post(a.page("/open/cart"), Map.of("article", "tea"));

    HttpResponse<String> failed = browser.post(a.page("/open/slow-change"), Map.of());
    HttpResponse<String> next = browser.get(a.page("/open/cart"));

    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(failed.body()).contains("Internal Server Error");
    assertThat(next.statusCode()).isEqualTo(200);
    assertThat(next.body()).isEqualTo("[]");
  }

  @Test
  void anAttributeThatCannotBeKeptFailsItsOwnRequestOnly() {
    browser.post(a.page("/open/cart"), Map.of("article", "tea"));
    assertThat(browser.post(a.page("/open/unsafe"), Map.of()).statusCode()).isEqualTo(500);
    assertThat(browser.get(a.page("/open/cart")).body()).contains("tea");
  }

  @Test
  void aSessionOverTheLimitOfAUserIsEnded() {
    try (Shop strict = shop("shop.sessions-max=1", "spring.session.zonekeep.namespace=strict");
        Browser second = new Browser()) {
      browser.logIn(strict, "berta");
      assertThat(browser.get(strict.page("/me")).body()).isEqualTo("berta");

      second.logIn(strict, "berta");

      assertThat(second.get(strict.page("/me")).body()).isEqualTo("berta");
      assertThat(browser.get(strict.page("/me")).body()).contains("session has been expired");
    }
  }

  @Test
  void healthAsksTheStore() {
    HttpResponse<String> health = browser.get(a.page("/actuator/health"));
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains("\"zonekeep\":{", "primaryTerm");

    try (Shop alone =
        Shop.start(
            ShopApplication.class,
            WebApplicationType.SERVLET,
            List.of("spring.session.zonekeep.target=zonekeep:///127.0.0.1:1"))) {
      HttpResponse<String> down = browser.get(alone.page("/actuator/health"));
      assertThat(down.statusCode()).isEqualTo(503);
      assertThat(down.body()).contains("no answer within 3000 ms");
    }
  }

  @Test
  void metersCountWhatTheRepositoryDoes() {
    browser.post(a.page("/open/cart"), Map.of("article", "tea"));
    browser.get(a.page("/open/cart"));
    RepositoryMetrics metrics = a.bean(ZonekeepSessionRepository.class).metrics();
    assertThat(metrics.found()).isPositive();
    assertThat(metrics.saved()).isPositive();

    assertThat(browser.get(a.page("/actuator/metrics/zonekeep.sessions.lookups")).body())
        .contains("found", "absent");
    assertThat(browser.get(a.page("/actuator/metrics/zonekeep.client.calls")).body())
        .contains("success");
    assertThat(browser.get(a.page("/actuator/metrics/zonekeep.sessions.saves")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void anUpgradeOfTheSerializerKeepsEverybodyLoggedIn() {
    String namespace = "spring.session.zonekeep.namespace=" + StoreExtension.namespace();
    String jdk = "spring.session.zonekeep.serializer.format=jdk";
    try (Shop old = shop(namespace, jdk);
        Shop upgraded = shop(namespace, "spring.session.zonekeep.serializer.also-reads=jdk")) {
      browser.logIn(old, "berta");
      browser.post(old.page("/open/basket"), Map.of());

      assertThat(browser.get(upgraded.page("/me")).body()).isEqualTo("berta");
      assertThat(upgraded.bean(ZonekeepSessionRepository.class).metrics().unreadable()).isZero();
    }
  }
}
