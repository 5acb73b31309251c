package io.zonekeep.spring.session.autoconfigure;

import io.zonekeep.spring.session.NearCache;
import io.zonekeep.spring.session.ReactiveZonekeepSessionRepository;
import io.zonekeep.spring.session.SessionRequestFilter;
import io.zonekeep.spring.session.ZonekeepSessionRepository;
import io.zonekeep.spring.session.config.SessionEventSettings;
import io.zonekeep.spring.session.config.SessionNamespace;
import io.zonekeep.spring.session.config.ZonekeepHttpSessionConfiguration;
import io.zonekeep.spring.session.config.ZonekeepWebSessionConfiguration;
import java.util.Optional;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.session.autoconfigure.SessionTimeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.SessionRepository;
import org.springframework.session.config.ReactiveSessionRepositoryCustomizer;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.web.server.session.WebSessionManager;

/** Keeps an application's sessions in Zonekeep, unless it has a repository of its own. */
@AutoConfiguration(
    before = SessionAutoConfiguration.class,
    // It makes a manager of sessions in memory, unless there is one.
    beforeName = "org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration",
    after = ZonekeepClientAutoConfiguration.class)
@ConditionalOnWebApplication
public final class ZonekeepSessionAutoConfiguration {

  /** Sessions of a servlet application. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @ConditionalOnMissingBean(SessionRepository.class)
  @Import({ZonekeepHttpSessionConfiguration.class, Common.class})
  static class Servlet {
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SessionRepositoryCustomizer<ZonekeepSessionRepository> zonekeepSessionSettings(
        ZonekeepSessionProperties properties, SessionTimeout timeout) {
      return repository -> {
        Optional.ofNullable(timeout.getTimeout())
            .ifPresent(repository::setDefaultMaxInactiveInterval);
        repository.setSaveMode(properties.saveMode());
        repository.setFlushMode(properties.flushMode());
      };
    }

    @Bean
    SessionRequestFilter zonekeepSessionRequestFilter(ZonekeepSessionRepository repository) {
      return new SessionRequestFilter(repository);
    }
  }

  /** Sessions of a reactive application. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(WebSessionManager.class)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
  @ConditionalOnMissingBean(ReactiveSessionRepository.class)
  @Import({ZonekeepWebSessionConfiguration.class, Common.class})
  static class Reactive {
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ReactiveSessionRepositoryCustomizer<ReactiveZonekeepSessionRepository> zonekeepSessionSettings(
        ZonekeepSessionProperties properties, SessionTimeout timeout) {
      return repository -> {
        Optional.ofNullable(timeout.getTimeout())
            .ifPresent(repository::setDefaultMaxInactiveInterval);
        repository.setSaveMode(properties.saveMode());
      };
    }
  }

  /** What both take. */
  @Configuration(proxyBeanMethods = false)
  static class Common {
    @Bean
    SessionNamespace zonekeepSessionNamespace(ZonekeepSessionProperties properties) {
      return new SessionNamespace(properties.namespace());
    }

    @Bean
    SessionEventSettings zonekeepSessionEventSettings(ZonekeepSessionProperties properties) {
      ZonekeepSessionProperties.Events events = properties.events();
      return new SessionEventSettings(
          events.enabled(),
          Optional.ofNullable(events.subscriber()).filter(name -> !name.isBlank()));
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty("spring.session.zonekeep.near-cache.enabled")
    NearCache zonekeepNearCache(ZonekeepSessionProperties properties) {
      ZonekeepSessionProperties.Near near = properties.nearCache();
      return new NearCache(near.sessionsMax(), near.bytesMax().toBytes());
    }
  }
}
