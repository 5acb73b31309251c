package io.zonekeep.servlet;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All that can be configured, checked.
 *
 * @param target what the client connects to
 * @param namespace where the sessions live; applications of one cluster take one each
 * @param maxInactive how long a new session lives without a request; empty: for ever
 * @param callTimeout how long a request waits for the store at most, per call
 * @param principalAttribute the attribute whose value is the session's principal; empty: the
 *     request's user principal is
 * @param allow classes and packages that attributes may be of, besides those of the JDK
 * @param listeners class names of session listeners
 */
record FilterSettings(
    String target,
    String namespace,
    Optional<Duration> maxInactive,
    Duration callTimeout,
    CookieSettings cookie,
    Optional<String> principalAttribute,
    List<String> allow,
    List<String> listeners) {
  static final String TARGET = "target";
  static final String NAMESPACE = "namespace";
  static final String MAX_INACTIVE = "max-inactive";
  static final String CALL_TIMEOUT = "call-timeout";
  static final String PRINCIPAL_ATTRIBUTE = "principal-attribute";
  static final String ALLOW = "allow";
  static final String LISTENERS = "listeners";

  static final Duration MAX_INACTIVE_DEFAULT = Duration.ofMinutes(30);

  /** What the store takes. */
  static final Duration MAX_INACTIVE_LIMIT = Duration.ofDays(3650);

  /** Shorter than most load balancers wait, longer than a failover takes. */
  static final Duration CALL_TIMEOUT_DEFAULT = Duration.ofSeconds(5);

  private static final Duration CALL_TIMEOUT_MIN = Duration.ofMillis(10);
  private static final Duration CALL_TIMEOUT_LIMIT = Duration.ofMinutes(5);

  private static final List<String> KEYS =
      List.of(
          TARGET,
          NAMESPACE,
          MAX_INACTIVE,
          CALL_TIMEOUT,
          PRINCIPAL_ATTRIBUTE,
          ALLOW,
          LISTENERS,
          CookieSettings.NAME,
          CookieSettings.PATH,
          CookieSettings.DOMAIN,
          CookieSettings.SECURE,
          CookieSettings.HTTP_ONLY,
          CookieSettings.SAME_SITE,
          CookieSettings.MAX_AGE);
  private static final Pattern NAMESPACE_FORM = Pattern.compile("[a-z0-9._-]{1,64}");
  private static final Pattern DURATION_FORM = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
  private static final Pattern NEVER_FORM = Pattern.compile("0|-\\d{1,9}");

  FilterSettings {
    allow = List.copyOf(allow);
    listeners = List.copyOf(listeners);
  }

  /**
   * Reads them.
   *
   * @param contextPath of the application: the cookie's path, unless another is set
   * @param sessionTimeoutMinutes what web.xml says; zero or less: nothing that counts
   * @throws SettingException if one is missing, unknown or wrong
   */
  static FilterSettings read(SettingSource source, String contextPath, int sessionTimeoutMinutes) {
    source.requireKnown(KEYS);
    return new FilterSettings(
        required(source, TARGET),
        namespace(source),
        maxInactive(source, sessionTimeoutMinutes),
        callTimeout(source),
        CookieSettings.read(source, contextPath),
        source.find(PRINCIPAL_ATTRIBUTE),
        list(source, ALLOW),
        list(source, LISTENERS));
  }

  private static String namespace(SettingSource source) {
    String namespace = required(source, NAMESPACE);
    if (!NAMESPACE_FORM.matcher(namespace).matches()) {
      throw new SettingException(NAMESPACE, "is not 1 to 64 characters of a-z 0-9 . _ -");
    }
    return namespace;
  }

  private static Optional<Duration> maxInactive(SettingSource source, int sessionTimeoutMinutes) {
    Optional<String> text = source.find(MAX_INACTIVE);
    if (text.isEmpty()) {
      return Optional.of(
          sessionTimeoutMinutes > 0
              ? Duration.ofMinutes(sessionTimeoutMinutes)
              : MAX_INACTIVE_DEFAULT);
    }
    if (NEVER_FORM.matcher(text.get()).matches()) {
      return Optional.empty();
    }
    return Optional.of(duration(MAX_INACTIVE, text.get()))
        .filter(time -> !time.isZero() && time.compareTo(MAX_INACTIVE_LIMIT) <= 0);
  }

  private static Duration callTimeout(SettingSource source) {
    Duration timeout =
        source
            .find(CALL_TIMEOUT)
            .map(text -> duration(CALL_TIMEOUT, text))
            .orElse(CALL_TIMEOUT_DEFAULT);
    if (timeout.compareTo(CALL_TIMEOUT_MIN) < 0 || timeout.compareTo(CALL_TIMEOUT_LIMIT) > 0) {
      throw new SettingException(CALL_TIMEOUT, "is not 10 ms to 5 min");
    }
    return timeout;
  }

  private static Duration duration(String key, String text) {
    Matcher matcher = DURATION_FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new SettingException(key, "is not a time with its unit, such as 30m, 90s or 500ms");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static String required(SettingSource source, String key) {
    return source.find(key).orElseThrow(() -> new SettingException(key, "is not set"));
  }

  private static List<String> list(SettingSource source, String key) {
    return source
        .find(key)
        .map(text -> Arrays.stream(text.split("[,\\s]+")).filter(part -> !part.isEmpty()).toList())
        .orElse(List.of());
  }
}
