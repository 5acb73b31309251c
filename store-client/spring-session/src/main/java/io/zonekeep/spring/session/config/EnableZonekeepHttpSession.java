package io.zonekeep.spring.session.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.session.FlushMode;
import org.springframework.session.MapSession;
import org.springframework.session.SaveMode;

/**
 * Keeps the sessions of a servlet application in Zonekeep. Needs a bean of {@link
 * io.zonekeep.client.ZonekeepClient}. Takes beans of {@link
 * io.zonekeep.spring.session.serializer.AttributeSerializer}, {@link
 * io.zonekeep.spring.session.NearCache}, IndexResolver and SessionIdGenerator where there are any,
 * and lets customizers of {@link io.zonekeep.spring.session.ZonekeepSessionRepository} have the
 * last word.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Documented
@Import(ZonekeepHttpSessionConfiguration.class)
public @interface EnableZonekeepHttpSession {
  String NAMESPACE_DEFAULT = "spring-session";

  /** How long sessions live without use; negative: for ever. */
  int maxInactiveIntervalInSeconds() default MapSession.DEFAULT_MAX_INACTIVE_INTERVAL_SECONDS;

  /**
   * Applications of different namespaces do not see each other's sessions: 1 to 64 characters of
   * a-z 0-9 . _ - or a placeholder.
   */
  String namespace() default NAMESPACE_DEFAULT;

  /** What is saved. */
  SaveMode saveMode() default SaveMode.ON_SET_ATTRIBUTE;

  /** When changes are written. */
  FlushMode flushMode() default FlushMode.ON_SAVE;
}
