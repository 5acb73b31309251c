package io.zonekeep.spring.session.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.spring.session.NearCache;
import io.zonekeep.spring.session.ReactiveZonekeepSessionRepository;
import io.zonekeep.spring.session.SessionEvents;
import io.zonekeep.spring.session.SessionRequestFilter;
import io.zonekeep.spring.session.ZonekeepSessionRepository;
import io.zonekeep.spring.session.config.EnableZonekeepHttpSession;
import io.zonekeep.spring.session.config.EnableZonekeepWebSession;
import io.zonekeep.spring.session.serializer.AttributeSerializer;
import io.zonekeep.spring.session.serializer.JdkFormat;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.FlushMode;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.ReactiveMapSessionRepository;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.SaveMode;
import org.springframework.session.SessionRepository;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.web.server.session.WebSessionManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** No store is needed: a client connects when it can, and nothing here calls it. */
final class AutoConfigurationTest {
  private static final String TARGET = "spring.session.zonekeep.target=zonekeep:///127.0.0.1:1";
  private static final AutoConfigurations ALL =
      AutoConfigurations.of(
          ZonekeepClientAutoConfiguration.class,
          ZonekeepSessionAutoConfiguration.class,
          ZonekeepHealthAutoConfiguration.class,
          ZonekeepMetricsAutoConfiguration.class,
          SessionAutoConfiguration.class);

  private final WebApplicationContextRunner servlet =
      new WebApplicationContextRunner().withConfiguration(ALL);
  private final ReactiveWebApplicationContextRunner reactive =
      new ReactiveWebApplicationContextRunner()
          .withConfiguration(ALL)
          .withUserConfiguration(ServerSettings.class);

  /** Which each server's auto-configuration brings. */
  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(ServerProperties.class)
  static class ServerSettings {}

  @Test
  void aTargetIsAllItTakes() {
    servlet
        .withPropertyValues(TARGET)
        .run(context ->
            assertThat(context)
                .hasNotFailed()
                .hasSingleBean(ZonekeepSessionRepository.class)
                .hasSingleBean(SessionRepositoryFilter.class)
                .hasSingleBean(SessionRequestFilter.class)
                .hasSingleBean(SessionEvents.class)
                .hasSingleBean(HealthIndicator.class)
                .hasSingleBean(ZonekeepClientMeters.class)
                .hasSingleBean(SessionMeters.class)
                .doesNotHaveBean(NearCache.class));
    reactive
        .withPropertyValues(TARGET)
        .run(context ->
            assertThat(context)
                .hasNotFailed()
                .hasSingleBean(ReactiveZonekeepSessionRepository.class)
                .hasSingleBean(WebSessionManager.class)
                .hasSingleBean(SessionEvents.class)
                .hasSingleBean(SessionMeters.class)
                .doesNotHaveBean(ZonekeepSessionRepository.class));
  }

  @Test
  void anApplicationsOwnRepositoryStaysTheOnlyOneAndNeedsNoStore() {
    servlet
        .withBean(
            SessionRepository.class, () -> new MapSessionRepository(new ConcurrentHashMap<>()))
        .run(context ->
            assertThat(context)
                .hasNotFailed()
                .hasSingleBean(SessionRepository.class)
                .doesNotHaveBean(ZonekeepSessionRepository.class)
                .doesNotHaveBean(SessionEvents.class));
    reactive
        .withBean(
            ReactiveSessionRepository.class,
            () -> new ReactiveMapSessionRepository(new ConcurrentHashMap<>()))
        .run(context ->
            assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(ReactiveZonekeepSessionRepository.class));
  }

  @Test
  void whatIsNoWebApplicationHasNoSessions() {
    new ApplicationContextRunner()
        .withConfiguration(ALL)
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ZonekeepClient.class));
  }

  @Test
  void withoutATargetTheApplicationDoesNotStartAndSaysWhy() {
    servlet.run(context ->
        assertThat(context.getStartupFailure())
            .rootCause()
            .hasMessageContaining("spring.session.zonekeep.target")
            .hasMessageContaining("zonekeep:///host:port"));
  }

  @Test
  void settingsReachTheRepository() {
    servlet
        .withPropertyValues(
            TARGET,
            "spring.session.timeout=7m",
            "spring.session.zonekeep.namespace=shop",
            "spring.session.zonekeep.save-mode=always",
            "spring.session.zonekeep.flush-mode=immediate",
            "spring.session.zonekeep.serializer.format=jdk",
            "spring.session.zonekeep.serializer.also-reads=json,jdk",
            "spring.session.zonekeep.serializer.allowed-classes=com.shop.Cart,com.shop.model.*",
            "spring.session.zonekeep.serializer.value-bytes-max=1KB",
            "spring.session.zonekeep.near-cache.enabled=true",
            "spring.session.zonekeep.near-cache.sessions-max=5",
            "spring.session.zonekeep.near-cache.bytes-max=1MB",
            "spring.session.zonekeep.events.enabled=false",
            "spring.session.zonekeep.events.subscriber=a1",
            "spring.session.zonekeep.call-timeout=300ms",
            "spring.session.zonekeep.client-name=shop-1",
            "spring.session.zonekeep.preferred-zone=a")
        .run(context -> {
          assertThat(context).hasNotFailed().hasSingleBean(NearCache.class);
          assertThat(context.getBean(AttributeSerializer.class).write("x", "y")[0])
              .isEqualTo((byte) JdkFormat.NUMBER);
          assertThat(context.getBean(SessionEvents.class).isRunning()).isFalse();
          ZonekeepSessionProperties properties = context.getBean(ZonekeepSessionProperties.class);
          assertThat(properties.saveMode()).isEqualTo(SaveMode.ALWAYS);
          assertThat(properties.flushMode()).isEqualTo(FlushMode.IMMEDIATE);
          assertThat(properties.events().subscriber()).isEqualTo("a1");
        });
    servlet
        .withPropertyValues(TARGET, "spring.session.timeout=7m")
        .run(context ->
            assertThat(
                    context
                        .getBean(ZonekeepSessionRepository.class)
                        .createSession()
                        .getMaxInactiveInterval())
                .isEqualTo(Duration.ofMinutes(7)));
  }

  @Test
  void defaultsAreTheDocumentedOnes() {
    servlet
        .withPropertyValues(TARGET)
        .run(context -> {
          ZonekeepSessionProperties properties = context.getBean(ZonekeepSessionProperties.class);
          assertThat(properties.namespace()).isEqualTo("spring-session");
          assertThat(properties.callTimeout()).isEqualTo(Duration.ofSeconds(10));
          assertThat(properties.saveMode()).isEqualTo(SaveMode.ON_SET_ATTRIBUTE);
          assertThat(properties.flushMode()).isEqualTo(FlushMode.ON_SAVE);
          assertThat(properties.serializer().format())
              .isEqualTo(ZonekeepSessionProperties.Format.JSON);
          assertThat(properties.serializer().alsoReads()).isEmpty();
          assertThat(properties.nearCache().enabled()).isFalse();
          assertThat(properties.events().enabled()).isTrue();
          assertThat(properties.events().subscriber()).isNull();
        });
  }

  @Test
  void wrongSettingsAreNamed() {
    servlet
        .withPropertyValues(TARGET, "spring.session.timeout=0s")
        .run(context ->
            assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("zero"));
    servlet
        .withPropertyValues(TARGET, "spring.session.zonekeep.namespace=Upper Case")
        .run(context ->
            assertThat(context.getStartupFailure())
                .rootCause()
                .hasMessageContaining("\"Upper Case\""));
    servlet
        .withPropertyValues(TARGET, "spring.session.zonekeep.serializer.allowed-classes=*")
        .run(context ->
            assertThat(context.getStartupFailure())
                .rootCause()
                .hasMessageContaining("allowed class \"*\""));
  }

  @Test
  void itWorksWithoutSecurityActuatorAndMicrometer() {
    servlet
        .withPropertyValues(TARGET)
        .withClassLoader(
            new FilteredClassLoader(
                "org.springframework.security",
                "org.springframework.boot.health",
                "io.micrometer",
                "reactor",
                "org.springframework.web.reactive"))
        .run(context ->
            assertThat(context)
                .hasNotFailed()
                .hasSingleBean(ZonekeepSessionRepository.class)
                .doesNotHaveBean("zonekeepHealthIndicator")
                .doesNotHaveBean("zonekeepClientMeters"));
  }

  @Test
  void theHealthIndicatorCanBeSwitchedOff() {
    servlet
        .withPropertyValues(TARGET, "management.health.zonekeep.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(ZonekeepHealthIndicator.class));
  }

  /** An application without Spring Boot. */
  @Configuration(proxyBeanMethods = false)
  @EnableZonekeepHttpSession(
      namespace = "${user.region:plain}",
      maxInactiveIntervalInSeconds = 60,
      flushMode = FlushMode.IMMEDIATE)
  static class Plain {
    @Bean
    ZonekeepClient client() {
      return Zonekeep.connect("zonekeep:///127.0.0.1:1");
    }
  }

  /** A reactive one. */
  @Configuration(proxyBeanMethods = false)
  @EnableZonekeepWebSession(maxInactiveIntervalInSeconds = -1)
  static class PlainReactive {
    @Bean
    ZonekeepClient client() {
      return Zonekeep.connect("zonekeep:///127.0.0.1:1");
    }
  }

  @Test
  void anAnnotationIsEnoughWithoutBoot() {
    try (var context = new AnnotationConfigApplicationContext(Plain.class)) {
      assertThat(context.getBean(ZonekeepSessionRepository.class)).isNotNull();
      assertThat(context.getBean(SessionRepositoryFilter.class)).isNotNull();
      assertThat(context.getBean(SessionEvents.class).isRunning()).isTrue();
    }
    try (var context = new AnnotationConfigApplicationContext(PlainReactive.class)) {
      assertThat(
              context
                  .getBean(ReactiveZonekeepSessionRepository.class)
                  .createSession()
                  .map(session -> session.getMaxInactiveInterval().isNegative())
                  .block())
          .isTrue();
    }
  }

  @Test
  void theAnnotationWinsOverTheAutoConfiguration() {
    servlet
        .withUserConfiguration(Plain.class)
        .run(context ->
            assertThat(context)
                .hasNotFailed()
                .hasSingleBean(ZonekeepSessionRepository.class)
                .hasSingleBean(ZonekeepClient.class));
  }

  @Test
  void editorsKnowEachSetting() throws IOException {
    try (InputStream file =
        getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
      assertThat(file).isNotNull();
      JsonNode properties = JsonMapper.shared().readTree(file).get("properties");
      List<String> names = new ArrayList<>();
      for (JsonNode property : properties) {
        String name = property.get("name").asString();
        names.add(name);
        assertThat(property.get("description")).as(name).isNotNull();
      }
      assertThat(names)
          .contains(
              "spring.session.zonekeep.target",
              "spring.session.zonekeep.namespace",
              "spring.session.zonekeep.call-timeout",
              "spring.session.zonekeep.save-mode",
              "spring.session.zonekeep.flush-mode",
              "spring.session.zonekeep.serializer.format",
              "spring.session.zonekeep.serializer.also-reads",
              "spring.session.zonekeep.serializer.allowed-classes",
              "spring.session.zonekeep.near-cache.enabled",
              "spring.session.zonekeep.events.subscriber");
    }
  }
}
