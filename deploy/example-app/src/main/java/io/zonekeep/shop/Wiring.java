package io.zonekeep.shop;

import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;

/** What does not wire itself. */
@Configuration(proxyBeanMethods = false)
@EnableSpringHttpSession
class Wiring {
  private static final String PROBES = "shop-health";

  @Bean(destroyMethod = "close")
  ZonekeepClient store(@Value("${shop.store}") String target) {
    return Zonekeep.connect(target);
  }

  @Bean
  MapSessionRepository sessionRepository() {
    return new MapSessionRepository(new ConcurrentHashMap<>());
  }

  @Bean(initMethod = "start", destroyMethod = "stop")
  @Lazy(false)
  StoreProbe storeProbe(ZonekeepClient store, ShopSettings settings) {
    return new StoreProbe(store.keyValue(PROBES), settings.app(), System::nanoTime);
  }

  /** For whoever started this process and reads its output. */
  @EventListener
  void tellThatReady(ApplicationReadyEvent event) {
    if (event.getApplicationContext() instanceof WebServerApplicationContext web
        && web.getWebServer() != null) {
      System.out.println("READY http://127.0.0.1:" + web.getWebServer().getPort());
    }
  }
}
