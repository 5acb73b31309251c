package io.zonekeep.spring.session.reactiveshop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.spring.session.ReactiveZonekeepSessionRepository;
import io.zonekeep.spring.session.RecordedClient;
import io.zonekeep.spring.session.StoreExtension;
import io.zonekeep.spring.session.shop.Browser;
import io.zonekeep.spring.session.shop.Shop;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.WebApplicationType;

/** Two reactive app servers with Spring Security, one store. */
final class ReactiveShopTest {
  @RegisterExtension static final StoreExtension STORE = new StoreExtension();
  private static final String NAMESPACE = StoreExtension.namespace();
  private static Shop a;
  private static Shop b;

  @BeforeAll
  static void start() {
    a = shop();
    b = shop();
  }

  private static Shop shop() {
    return Shop.start(
        ReactiveShopApplication.class,
        WebApplicationType.REACTIVE,
        List.of(
            "spring.session.zonekeep.target=" + STORE.target(),
            "spring.session.zonekeep.namespace=" + NAMESPACE));
  }

  @AfterAll
  static void stop() {
    a.close();
    b.close();
  }

  @Test
  void whoLogsInOnOneServerIsKnownOnTheOther() {
    try (Browser browser = new Browser()) {
      assertThat(browser.get(a.page("/me")).statusCode()).isEqualTo(302);
      browser.logIn(a, "berta");

      HttpResponse<String> me = browser.get(b.page("/me"));

      assertThat(me.statusCode()).isEqualTo(200);
      assertThat(me.body()).isEqualTo("berta");
      assertThat(
              b.bean(ReactiveZonekeepSessionRepository.class).findByPrincipalName("berta").block())
          .isNotEmpty();
      browser.post(a.page("/logout"), Map.of());
      assertThat(browser.get(b.page("/me")).statusCode()).isEqualTo(302);
    }
  }

  @Test
  void aRequestCostsOneReadAndAtMostOneWrite() {
    try (Browser browser = new Browser()) {
      RecordedClient wire = a.bean(RecordedClient.class);
      assertThat(wire.during(() -> browser.post(a.page("/open/cart"), Map.of())))
          .as("new")
          .containsExactly("create");
      assertThat(wire.during(() -> browser.get(a.page("/open/cart"))))
          .as("unchanged")
          .containsExactly("load");
      assertThat(wire.during(() -> browser.post(a.page("/open/cart"), Map.of())))
          .as("changed")
          .containsExactly("load", "save");
      assertThat(browser.get(b.page("/open/cart")).body()).contains("tea");
    }
  }
}
