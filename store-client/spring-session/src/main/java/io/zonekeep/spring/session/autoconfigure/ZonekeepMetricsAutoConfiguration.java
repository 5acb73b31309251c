package io.zonekeep.spring.session.autoconfigure;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.spring.session.EventMetrics;
import io.zonekeep.spring.session.ReactiveZonekeepSessionRepository;
import io.zonekeep.spring.session.SessionEvents;
import io.zonekeep.spring.session.ZonekeepSessionRepository;
import org.jspecify.annotations.Nullable;
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
@ConditionalOnBean(SessionEvents.class)
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
    SessionMeters zonekeepSessionMeters(
        ObjectProvider<ZonekeepSessionRepository> repository,
        ObjectProvider<SessionEvents> events) {
      return new SessionMeters(
          () -> repository.getObject().metrics(), () -> metrics(events.getIfAvailable()));
    }
  }

  /** Of a reactive application. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(name = "reactor.core.publisher.Mono")
  @ConditionalOnBean(ReactiveZonekeepSessionRepository.class)
  static class Reactive {
    @Bean
    SessionMeters zonekeepSessionMeters(
        ObjectProvider<ReactiveZonekeepSessionRepository> repository,
        ObjectProvider<SessionEvents> events) {
      return new SessionMeters(
          () -> repository.getObject().metrics(), () -> metrics(events.getIfAvailable()));
    }
  }

  /** An application with a repository bean of its own making has no events. */
  private static EventMetrics metrics(@Nullable SessionEvents events) {
    return events == null ? new EventMetrics(0, 0, 0, 0, 0) : events.metrics();
  }
}
