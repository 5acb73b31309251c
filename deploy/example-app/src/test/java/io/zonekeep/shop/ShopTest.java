package io.zonekeep.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.server.EmbeddedStore;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The shop's pages: two apps in this JVM, and a store. */
class ShopTest {
  private static EmbeddedStore store;
  private static ConfigurableApplicationContext one;
  private static ConfigurableApplicationContext other;

  private Visitor visitor;

  @BeforeAll
  static void start() {
    store = EmbeddedStore.start();
    one = app("a-1");
    other = app("b-1");
  }

  @AfterAll
  static void stop() {
    other.close();
    one.close();
    store.close();
  }

  @BeforeEach
  void come() {
    visitor = new Visitor(address(one));
  }

  @AfterEach
  void leave() {
    visitor.close();
  }

  @Test
  void whoIsNotLoggedInIsAskedWhoTheyAre() {
    HttpResponse<String> answer = visitor.get("/cart");
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(Visitor.location(answer)).isEqualTo("/login");
  }

  @Test
  void whoeverOnlyLooksAtTheLoginHasNoSession() {
    assertThat(visitor.get("/login").statusCode()).isEqualTo(200);
    assertThat(visitor.cookie()).isEmpty();
  }

  @Test
  void theSessionGetsANewIdAtLogin() {
    visitor.logIn("Berta");
    String before = visitor.cookie().orElseThrow().getValue();
    assertThat(visitor.post("/login", Map.of("name", "Cora")).statusCode()).isEqualTo(302);
    assertThat(visitor.cookie().orElseThrow().getValue()).isNotEqualTo(before);
    assertThat(visitor.get("/").body()).contains("id=\"user\">Cora<");
  }

  @Test
  void cookiesAreSecureHttpOnlyAndLaxUnlessToldOtherwise() {
    assertThat(cookiesOfALogin(visitor))
        .hasSize(2)
        .allSatisfy(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=Lax"))
        .noneMatch(cookie -> cookie.contains("Secure")); // by the settings of these two apps
    try (ConfigurableApplicationContext byDefault = app("c-1", "--shop.drain=0s");
        Visitor secure = new Visitor(address(byDefault))) {
      assertThat(Visitor.cookiesSet(secure.get("/login")))
          .singleElement()
          .asString()
          .contains("Secure", "HttpOnly", "SameSite=Lax");
    }
  }

  @Test
  void aNameThatIsNoneIsRefusedAndShownAsText() {
    visitor.get("/login");
    assertThat(Visitor.location(visitor.post("/login", Map.of("name", "<b>"))))
        .isEqualTo("/login?refused");
    assertThat(visitor.get("/login?refused").body()).contains("A name is 1 to 40 letters");
    visitor.post("/login", Map.of("name", "O'Neil"));
    assertThat(visitor.get("/").body()).contains("O&#39;Neil");
  }

  @Test
  void aFormWithoutTheTokenOfAPageIsRefused() {
    visitor.logIn("Berta");
    HttpResponse<String> answer =
        visitor.postWithoutToken("/cart", Map.of("item", "apple", "quantity", "1"));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(visitor.get("/cart").body()).contains("Nothing in it yet");
  }

  @Test
  void whatOneAppPutsIntoTheCartTheOtherFindsThere() {
    visitor.logIn("Berta");
    visitor.post("/cart", Map.of("item", "apple", "quantity", "2"));
    Visitor elsewhere = new Visitor(address(other));
    elsewhere.takeCookiesOf(visitor);
    assertThat(elsewhere.get("/cart").body())
        .contains("data-item=\"apple\" data-quantity=\"2\"", "id=\"user\">Berta<", ">b-1<");
    elsewhere.post("/cart", Map.of("item", "pear", "quantity", "1"));
    assertThat(visitor.get("/cart").body())
        .contains("data-item=\"apple\" data-quantity=\"2\"", "data-item=\"pear\"", "8.90 €");
    elsewhere.close();
  }

  @Test
  void aRequestForTheCartThatIsRepeatedChangesNothing() {
    visitor.logIn("Berta");
    Map<String, String> two = Map.of("item", "apple", "quantity", "2");
    visitor.post("/cart", two);
    visitor.post("/cart", two);
    assertThat(visitor.get("/cart").body()).contains("data-item=\"apple\" data-quantity=\"2\"");
    visitor.post("/cart", Map.of("item", "apple", "quantity", "0"));
    visitor.post("/cart", Map.of("item", "apple", "quantity", "0"));
    assertThat(visitor.get("/cart").body()).contains("Nothing in it yet");
  }

  @Test
  void aCheckOutThatIsRepeatedIsOneOrder() {
    visitor.logIn("Berta");
    visitor.post("/cart", Map.of("item", "apple", "quantity", "2"));
    visitor.get("/cart");
    Map<String, String> checkOut = Map.of("order", visitor.hidden("order").orElseThrow());
    assertThat(Visitor.location(visitor.post("/checkout", checkOut))).isEqualTo("/order");
    assertThat(Visitor.location(visitor.post("/checkout", checkOut))).isEqualTo("/order");
    assertThat(visitor.get("/order").body()).contains("2 × Apples", "5.60 €");
    assertThat(visitor.get("/cart").body()).contains("Nothing in it yet");
    HttpResponse<String> another = visitor.post("/checkout", Map.of("order", "another"));
    assertThat(Visitor.location(another)).as("nothing to order").isEqualTo("/cart");
  }

  @Test
  void aLoginOrLogoutThatIsRepeatedIsAsGoodAsTheFirst() {
    visitor.get("/login");
    Visitor repeated = visitor.twin();
    visitor.post("/login", Map.of("name", "Berta"));
    repeated.post("/login", Map.of("name", "Berta"));
    assertThat(repeated.get("/").body()).contains("id=\"user\">Berta<");

    visitor.get("/");
    Visitor again = visitor.twin();
    assertThat(Visitor.location(visitor.post("/logout", Map.of()))).isEqualTo("/login?left");
    assertThat(Visitor.location(again.post("/logout", Map.of()))).isEqualTo("/login?left");
    repeated.close();
    again.close();
  }

  @Test
  void aFormFromABrowserWithoutCookiesLeadsToTheLogin() {
    assertThat(Visitor.location(visitor.post("/login", Map.of("name", "Berta"))))
        .isEqualTo("/login?gone");
  }

  @Test
  void loggedOutIsLoggedOutOnEveryApp() {
    visitor.logIn("Berta");
    Visitor elsewhere = new Visitor(address(other));
    elsewhere.takeCookiesOf(visitor);
    assertThat(elsewhere.get("/").statusCode()).isEqualTo(200);
    visitor.post("/logout", Map.of());
    assertThat(Visitor.location(elsewhere.get("/"))).isEqualTo("/login");
    elsewhere.close();
  }

  @Test
  void aWrongFieldIsNamedWithItsLimit() {
    visitor.logIn("Berta");
    assertRefused(Map.of("item", "apple", "quantity", "100"), "quantity: 100 is not in 0 to 99");
    assertRefused(Map.of("item", "apple", "quantity", "-1"), "quantity: -1 is not in 0 to 99");
    assertRefused(Map.of("item", "car", "quantity", "1"), "item: the shop has no such thing");
    assertThat(visitor.post("/checkout", Map.of("order", "")).statusCode()).isEqualTo(400);
  }

  @Test
  void thePageTellsWhoServedItAndHowTheStoreFares() {
    visitor.logIn("Berta");
    assertThat(visitor.get("/who").body())
        .contains("id=\"app\">a-1<", "id=\"zone\">a<", "id=\"primary-zone\">embedded<")
        .containsPattern("class=\"primary healthy\"><td>embedded</td>")
        .containsPattern("id=\"term\">[1-9]");
  }

  private static List<String> cookiesOfALogin(Visitor visitor) {
    List<String> set = new ArrayList<>(Visitor.cookiesSet(visitor.get("/login")));
    set.addAll(Visitor.cookiesSet(visitor.post("/login", Map.of("name", "Berta"))));
    return set.stream().filter(cookie -> !cookie.contains("=;")).toList();
  }

  private void assertRefused(Map<String, String> form, String message) {
    HttpResponse<String> answer = visitor.post("/cart", form);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(message);
    visitor.get("/");
  }

  private static ConfigurableApplicationContext app(String name) {
    return app(name, "--shop.drain=0s", "--server.servlet.session.cookie.secure=false");
  }

  private static ConfigurableApplicationContext app(String name, String... settings) {
    SpringApplication application = new SpringApplication(ShopApplication.class);
    application.setDefaultProperties(
        Map.of(
            "shop.app", name,
            "shop.zone", name.substring(0, 1),
            "spring.session.zonekeep.target", store.target()));
    return application.run(
        Stream.concat(Stream.of("--server.port=0"), Arrays.stream(settings))
            .toArray(String[]::new));
  }

  private static URI address(ConfigurableApplicationContext app) {
    return URI.create("http://127.0.0.1:" + app.getEnvironment().getProperty("local.server.port"));
  }
}
