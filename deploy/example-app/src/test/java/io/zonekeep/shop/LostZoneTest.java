package io.zonekeep.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.cluster.LocalNode;
import io.zonekeep.cluster.Pause;
import io.zonekeep.demo.ShopApp;
import io.zonekeep.demo.Tally;
import io.zonekeep.demo.Users;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The shop behind its balancer, when zones are lost under it. Each test leaves all of it running.
 */
class LostZoneTest {
  private static RunningShop running;

  @BeforeAll
  static void start() {
    running = RunningShop.start("lost-zone");
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void aZoneThatIsLostWithThePrimaryCostsNoUserAnything() {
    Tally tally;
    try (Users crowd = new Users(30, running.shop(), Duration.ofMillis(300))) {
      tally = crowd.tally();
      crowd.start();
      awaitMore(tally, 400);
      LocalNode primary = running.primary();
      running.loseZone(primary.id());
      awaitMore(tally, 400);
      running.startZone(primary.id());
      awaitMore(tally, 300);
    }
    assertThat(tally.failed()).as("%s", tally.reasons()).isZero();
    assertThat(tally.losses()).isEmpty();
    assertThat(tally.cartsRead()).isGreaterThan(200);
  }

  @Test
  void aBrowserFindsItsCartWhenTheZoneThatServedItIsLost() {
    try (Browser browser = Browser.open("lost-zone", running.address())) {
      browser.watched(() -> {
        browser.logIn("Berta");
        browser.add("apple");
        browser.add("bread");
        browser.add("tomato");
        assertThat(browser.piecesInCart()).isEqualTo(3);
        String servedBy = browser.zone();
        running.loseZone(servedBy);
        browser.openCart();
        assertThat(browser.itemsInCart()).containsExactly("apple", "bread", "tomato");
        assertThat(browser.user()).isEqualTo("Berta");
        assertThat(browser.zone()).isNotEqualTo(servedBy);
        browser.add("pear");
        browser.openCart();
        assertThat(browser.itemsInCart()).containsExactly("apple", "bread", "pear", "tomato");
        browser.askWhoServed();
        assertThat(browser.checkOut()).contains("1 × Apples", "1 × Rye bread", "1 × Pears");
        running.startZone(servedBy);
      });
    }
  }

  @Test
  void appsThatCannotReachTheStoreSaySoAreSentNobodyAndComeBack() {
    List<ShopApp> apps = running.shop().apps();
    try (Visitor visitor = new Visitor(running.address())) {
      visitor.logIn("Cora");
      visitor.post("/cart", Map.of("item", "lemon", "quantity", "4"));
      LocalNode primary = running.primary();
      List<LocalNode> lost =
          running.cluster().nodes().stream().filter(node -> node != primary).toList();
      lost.forEach(LocalNode::kill);
      awaitHealth(apps, 503);
      assertThat(health(apps.getFirst()).body())
          .contains("\"status\":\"down\"", "the store was last written and read");
      Pause.until(
          "no app is sent users", RunningShop.LONG, () -> apps.stream().noneMatch(this::isUp));
      assertThat(visitor.get("/cart").statusCode()).isEqualTo(503);
      lost.forEach(running.cluster()::start);
      awaitHealth(apps, 200);
      assertThat(health(apps.getFirst()).body()).contains("\"status\":\"up\"", "\"reason\":\"\"");
      running.shop().balancer().awaitUp(apps, RunningShop.LONG);
      assertThat(visitor.get("/cart").body())
          .contains("data-item=\"lemon\" data-quantity=\"4\"", "id=\"user\">Cora<");
    }
  }

  @Test
  void anAppThatIsToldToStopLosesNoRequest() {
    ShopApp stopped = running.shop().apps().getFirst();
    Tally tally;
    try (Users crowd = new Users(20, running.shop(), Duration.ofMillis(100))) {
      tally = crowd.tally();
      crowd.start();
      awaitMore(tally, 200);
      assertThat(stopped.process().stop(RunningShop.LONG)).as("SIGTERM's exit code").isEqualTo(143);
      Pause.until("the balancer has noticed", RunningShop.LONG, () -> !isUp(stopped));
      awaitMore(tally, 200);
      stopped.start();
      stopped.awaitReady(RunningShop.LONG);
      running.shop().balancer().awaitUp(running.shop().apps(), RunningShop.LONG);
    }
    assertThat(tally.failed()).as("%s", tally.reasons()).isZero();
    assertThat(tally.losses()).isEmpty();
  }

  @Test
  void usersDoNotSeeWhatAppsTellTheBalancer() {
    try (Visitor visitor = new Visitor(running.address())) {
      assertThat(visitor.get("/health").statusCode()).isEqualTo(404);
    }
  }

  private boolean isUp(ShopApp app) {
    return running.shop().balancer().isUp(app);
  }

  private static void awaitMore(Tally tally, long requests) {
    long from = tally.requests();
    Pause.until(
        requests + " more requests", RunningShop.LONG, () -> tally.requests() >= from + requests);
  }

  private static void awaitHealth(List<ShopApp> apps, int status) {
    Pause.until(
        "/health says " + status,
        RunningShop.LONG,
        () -> apps.stream().allMatch(app -> health(app).statusCode() == status));
  }

  private static HttpResponse<String> health(ShopApp app) {
    try (Visitor balancer = new Visitor(app.address())) {
      return balancer.get("/health");
    }
  }
}
