package io.zonekeep.spring.session.config;

import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.spring.session.SessionEvents;
import io.zonekeep.spring.session.ZonekeepSessionRepository;
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
import org.springframework.session.FlushMode;
import org.springframework.session.MapSession;
import org.springframework.session.SaveMode;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.config.annotation.web.http.SpringHttpSessionConfiguration;

/** What {@link EnableZonekeepHttpSession} brings. */
@Configuration(proxyBeanMethods = false)
@Import(SpringHttpSessionConfiguration.class)
public class ZonekeepHttpSessionConfiguration implements ImportAware, EnvironmentAware {
  private Duration maxInactive = MapSession.DEFAULT_MAX_INACTIVE_INTERVAL;
  private String namespace = EnableZonekeepHttpSession.NAMESPACE_DEFAULT;
  private SaveMode saveMode = SaveMode.ON_SET_ATTRIBUTE;
  private FlushMode flushMode = FlushMode.ON_SAVE;
  private @Nullable Environment environment;

  /** The sessions of the namespace; Spring Session's filter finds it by its type. */
  @Bean
  public ZonekeepSessionRepository sessionRepository(
      ZonekeepClient client,
      BeanFactory beans,
      ObjectProvider<SessionRepositoryCustomizer<ZonekeepSessionRepository>> customizers) {
    RepositoryParts parts = new RepositoryParts(beans);
    ZonekeepSessionRepository repository =
        new ZonekeepSessionRepository(
            client.sessions(parts.namespace(namespace)), parts.serializer());
    repository.setDefaultMaxInactiveInterval(maxInactive);
    repository.setSaveMode(saveMode);
    repository.setFlushMode(flushMode);
    Optional.ofNullable(parts.nearCache()).ifPresent(repository::setNearCache);
    Optional.ofNullable(parts.indexResolver()).ifPresent(repository::setIndexResolver);
    Optional.ofNullable(parts.ids()).ifPresent(repository::setSessionIdGenerator);
    customizers.orderedStream().forEach(each -> each.customize(repository));
    return repository;
  }

  /** Starts with the application, and publishes to it. */
  @Bean
  public SessionEvents zonekeepSessionEvents(
      ZonekeepSessionRepository repository,
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
        metadata.getAnnotationAttributes(EnableZonekeepHttpSession.class.getName());
    AnnotationAttributes attributes = AnnotationAttributes.fromMap(annotation);
    if (attributes == null) {
      return;
    }
    maxInactive = Duration.ofSeconds(attributes.<Integer>getNumber("maxInactiveIntervalInSeconds"));
    String text = attributes.getString("namespace");
    namespace = environment == null ? text : environment.resolveRequiredPlaceholders(text);
    saveMode = attributes.getEnum("saveMode");
    flushMode = attributes.getEnum("flushMode");
  }
}
