package io.zonekeep.shop;

import io.zonekeep.client.ZonekeepClient;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;

/** What does not wire itself. */
@Configuration(proxyBeanMethods = false)
class Wiring {
  private static final String PROBES = "shop-health";

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
