package io.zonekeep.spring.session.autoconfigure;

import io.zonekeep.client.ZonekeepClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The store's part in /actuator/health. */
@AutoConfiguration(after = ZonekeepSessionAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(ZonekeepClient.class)
@ConditionalOnEnabledHealthIndicator("zonekeep")
public final class ZonekeepHealthAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  ZonekeepHealthIndicator zonekeepHealthIndicator(
      ZonekeepClient client, ZonekeepSessionProperties properties) {
    return new ZonekeepHealthIndicator(client, properties.namespace());
  }
}
