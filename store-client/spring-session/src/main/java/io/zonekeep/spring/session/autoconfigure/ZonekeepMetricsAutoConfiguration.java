package io.zonekeep.spring.session.autoconfigure;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.spring.session.ReactiveZonekeepSessionRepository;
import io.zonekeep.spring.session.RepositoryMetrics;
import io.zonekeep.spring.session.ZonekeepSessionRepository;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Meters of the connection and of the repository; registries take them by themselves. */
@AutoConfiguration(after = ZonekeepSessionAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(ZonekeepClient.class)
public final class ZonekeepMetricsAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  ZonekeepClientMeters zonekeepClientMeters(ZonekeepClient client) {
    return new ZonekeepClientMeters(client);
  }

  /** Of a servlet application. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBean(ZonekeepSessionRepository.class)
  static class Servlet {
    @Bean
    SessionMeters zonekeepSessionMeters(ObjectProvider<ZonekeepSessionRepository> repository) {
      return new SessionMeters(metrics(() -> repository.getObject().metrics()));
    }
  }

  /** Of a reactive application. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "reactor.core.publisher.Mono")
  @ConditionalOnBean(ReactiveZonekeepSessionRepository.class)
  static class Reactive {
    @Bean
    SessionMeters zonekeepSessionMeters(
        ObjectProvider<ReactiveZonekeepSessionRepository> repository) {
      return new SessionMeters(metrics(() -> repository.getObject().metrics()));
    }
  }

  private static Supplier<RepositoryMetrics> metrics(Supplier<RepositoryMetrics> metrics) {
    return metrics;
  }
}
