package io.zonekeep.spring.session.autoconfigure;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.session.FlushMode;
import org.springframework.session.SaveMode;
import org.springframework.util.unit.DataSize;

/**
 * Settings of sessions kept in Zonekeep.
 *
 * @param target Where the store is: zonekeep:///host:port,host:port or zonekeep://dns-name.
 * @param namespace Whose sessions these are; applications of different namespaces do not see each
 *     other's. 1 to 64 characters of a-z 0-9 . _ -
 * @param clientName Name of this application in the store's logs.
 * @param callTimeout How long a call may take in all, failovers and repeated sends included.
 * @param preferredZone Zone of this application server.
 * @param saveMode What is saved of a session.
 * @param flushMode When changes of a session are written. Servlet applications only.
 * @param serializer How attribute values become bytes.
 * @param nearCache Last seen sessions kept in this application server, checked by version at each
 *     use.
 * @param events SessionCreatedEvent, SessionDeletedEvent and SessionExpiredEvent.
 */
@ConfigurationProperties("spring.session.zonekeep")
public record ZonekeepSessionProperties(
    @Nullable String target,
    @DefaultValue("spring-session") String namespace,
    @DefaultValue("zonekeep-spring") String clientName,
    @DefaultValue("10s") Duration callTimeout,
    @Nullable String preferredZone,
    @DefaultValue("on-set-attribute") SaveMode saveMode,
    @DefaultValue("on-save") FlushMode flushMode,
    @DefaultValue Serializer serializer,
    @DefaultValue Near nearCache,
    @DefaultValue Events events) {

  /** The formats that come with this module. */
  public enum Format {
    /** JSON with an allow-list of classes. */
    JSON,
    /** Java serialization behind an allow-list of classes. */
    JDK
  }

  /**
   * How attribute values become bytes.
   *
   * @param format Format of new values.
   * @param alsoReads Other formats that are read, during a change of format.
   * @param allowedClasses Classes, such as com.shop.Cart, and packages, such as com.shop.*, of
   *     which sessions may hold objects. The application's own packages and what Spring Security
   *     keeps are among them.
   * @param valueBytesMax Most bytes of one attribute's value.
   */
  public record Serializer(
      @DefaultValue("json") Format format,
      @DefaultValue List<Format> alsoReads,
      @DefaultValue List<String> allowedClasses,
      @DefaultValue("4MB") DataSize valueBytesMax) {
    public Serializer {
      alsoReads = List.copyOf(alsoReads);
      allowedClasses = List.copyOf(allowedClasses);
    }
  }

  /**
   * Last seen sessions kept in this application server.
   *
   * @param enabled Whether there is a near cache.
   * @param sessionsMax Most sessions in it.
   * @param bytesMax Most memory for it, estimated.
   */
  public record Near(
      @DefaultValue("false") boolean enabled,
      @DefaultValue("10000") int sessionsMax,
      @DefaultValue("64MB") DataSize bytesMax) {}

  /**
   * SessionCreatedEvent, SessionDeletedEvent and SessionExpiredEvent.
   *
   * @param enabled Whether they are published, on every application server.
   * @param subscriber Name of this application server, different from all others', under which it
   *     is told after a restart what it missed. Without a name, events begin with the application.
   */
  public record Events(@DefaultValue("true") boolean enabled, @Nullable String subscriber) {}
}
