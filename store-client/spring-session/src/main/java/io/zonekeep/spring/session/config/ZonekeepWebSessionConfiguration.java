package io.zonekeep.spring.session.config;

import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.spring.session.ReactiveZonekeepSessionRepository;
import io.zonekeep.spring.session.SessionEvents;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportAware;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.session.MapSession;
import org.springframework.session.SaveMode;
import org.springframework.session.config.ReactiveSessionRepositoryCustomizer;
import org.springframework.session.config.annotation.web.server.SpringWebSessionConfiguration;

/** What {@link EnableZonekeepWebSession} brings. */
@Configuration(proxyBeanMethods = false)
@Import(SpringWebSessionConfiguration.class)
public class ZonekeepWebSessionConfiguration implements ImportAware, EnvironmentAware {
  private Duration maxInactive = MapSession.DEFAULT_MAX_INACTIVE_INTERVAL;
  private String namespace = EnableZonekeepWebSession.NAMESPACE_DEFAULT;
  private SaveMode saveMode = SaveMode.ON_SET_ATTRIBUTE;
  private @Nullable Environment environment;

  /** The sessions of the namespace. */
  @Bean
  public ReactiveZonekeepSessionRepository sessionRepository(
      ZonekeepClient client,
      BeanFactory beans,
      ObjectProvider<ReactiveSessionRepositoryCustomizer<ReactiveZonekeepSessionRepository>>
          customizers) {
    RepositoryParts parts = new RepositoryParts(beans);
    ReactiveZonekeepSessionRepository repository =
        new ReactiveZonekeepSessionRepository(
            client.sessions(parts.namespace(namespace)), parts.serializer());
    repository.setDefaultMaxInactiveInterval(maxInactive);
    repository.setSaveMode(saveMode);
    Optional.ofNullable(parts.nearCache()).ifPresent(repository::setNearCache);
    Optional.ofNullable(parts.indexResolver()).ifPresent(repository::setIndexResolver);
    Optional.ofNullable(parts.ids()).ifPresent(repository::setSessionIdGenerator);
    customizers.orderedStream().forEach(each -> each.customize(repository));
    return repository;
  }

  /** Starts with the application, and publishes to it. */
  @Bean
  public SessionEvents zonekeepSessionEvents(
      ReactiveZonekeepSessionRepository repository,
      ZonekeepClient client,
      BeanFactory beans,
      ApplicationEventPublisher application) {
    RepositoryParts parts = new RepositoryParts(beans);
    SessionEventSettings settings = parts.events();
    SessionEvents events =
        SessionEvents.of(
            repository, client, parts.namespace(namespace), settings.subscriber(), application);
    events.setAutoStartup(settings.enabled());
    return events;
  }

  @Override
  public void setEnvironment(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void setImportMetadata(AnnotationMetadata metadata) {
    Map<String, @Nullable Object> annotation =
        metadata.getAnnotationAttributes(EnableZonekeepWebSession.class.getName());
    AnnotationAttributes attributes = AnnotationAttributes.fromMap(annotation);
    if (attributes == null) {
      return;
    }
    maxInactive = Duration.ofSeconds(attributes.<Integer>getNumber("maxInactiveIntervalInSeconds"));
    String text = attributes.getString("namespace");
    namespace = environment == null ? text : environment.resolveRequiredPlaceholders(text);
    saveMode = attributes.getEnum("saveMode");
  }
}
