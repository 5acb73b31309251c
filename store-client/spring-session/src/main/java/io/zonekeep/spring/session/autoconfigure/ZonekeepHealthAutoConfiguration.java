package io.zonekeep.spring.session.autoconfigure;

import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.spring.session.SessionEvents;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The store's part in /actuator/health. */
@AutoConfiguration(after = ZonekeepSessionAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(SessionEvents.class)
public final class ZonekeepHealthAutoConfiguration {

  /** Apart, as its condition is itself a class that may be missing. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnEnabledHealthIndicator("zonekeep")
  static class Indicator {
    @Bean
    @ConditionalOnMissingBean
    ZonekeepHealthIndicator zonekeepHealthIndicator(
        ZonekeepClient client, ZonekeepSessionProperties properties) {
      return new ZonekeepHealthIndicator(client, properties.namespace());
    }
  }
}
