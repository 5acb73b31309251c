package io.zonekeep.spring.session.autoconfigure;

import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepBuilder;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.spring.session.serializer.AllowedClasses;
import io.zonekeep.spring.session.serializer.AttributeFormat;
import io.zonekeep.spring.session.serializer.AttributeSerializer;
import io.zonekeep.spring.session.serializer.JdkFormat;
import io.zonekeep.spring.session.serializer.JsonFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * The connection to the store, and how attributes become bytes. Made when first asked for, so that
 * an application that keeps its sessions elsewhere needs no target.
 */
@Lazy
@AutoConfiguration
@ConditionalOnWebApplication
@EnableConfigurationProperties(ZonekeepSessionProperties.class)
public final class ZonekeepClientAutoConfiguration {
  private static final String TARGET = "spring.session.zonekeep.target";

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  ZonekeepClient zonekeepClient(ZonekeepSessionProperties properties) {
    String target = properties.target();
    if (target == null || target.isBlank()) {
      throw new InvalidConfigurationPropertyValueException(
          TARGET,
          target,
          "sessions are to be kept in Zonekeep, and it is not said where that is:"
              + " zonekeep:///host:port,host:port or zonekeep://dns-name");
    }
    ZonekeepBuilder builder =
        Zonekeep.builder(target)
            .clientName(properties.clientName())
            .callTimeout(properties.callTimeout());
    Optional.ofNullable(properties.preferredZone()).ifPresent(builder::preferredZone);
    return builder.build();
  }

  @Bean
  @ConditionalOnMissingBean
  AttributeSerializer zonekeepAttributeSerializer(
      ZonekeepSessionProperties properties, ConfigurableListableBeanFactory beans) {
    ZonekeepSessionProperties.Serializer settings = properties.serializer();
    AllowedClasses allowed = AllowedClasses.of(allowed(settings.allowedClasses(), beans));
    ClassLoader classes = Optional.ofNullable(beans.getBeanClassLoader()).orElseThrow();
    Function<ZonekeepSessionProperties.Format, AttributeFormat> made =
        format ->
            switch (format) {
              case JSON -> new JsonFormat(allowed, classes);
              case JDK -> new JdkFormat(allowed, classes);
            };
    List<AttributeFormat> others =
        settings.alsoReads().stream()
            .filter(format -> format != settings.format())
            .distinct()
            .map(made)
            .toList();
    return new AttributeSerializer(
        made.apply(settings.format()), others, Math.toIntExact(settings.valueBytesMax().toBytes()));
  }

  private static List<String> allowed(List<String> named, BeanFactory beans) {
    List<String> allowed = new ArrayList<>(named);
    if (AutoConfigurationPackages.has(beans)) {
      AutoConfigurationPackages.get(beans).forEach(own -> allowed.add(own + ".*"));
    }
    return allowed;
  }
}
