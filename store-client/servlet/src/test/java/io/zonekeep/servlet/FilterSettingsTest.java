package io.zonekeep.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FilterSettingsTest {
  private static final Map<String, String> LEAST =
      Map.of("target", "zonekeep:///h", "namespace", "n");

  private final Map<String, String> environment = new HashMap<>();

  @Test
  void defaults() {
    FilterSettings settings = read(LEAST, "/shop", 0);

    assertThat(settings)
        .isEqualTo(
            new FilterSettings(
                "zonekeep:///h",
                "n",
                Optional.of(Duration.ofMinutes(30)),
                Duration.ofSeconds(5),
                new CookieSettings(
                    "ZONEKEEP",
                    "/shop",
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    Optional.of("Lax"),
                    -1),
                Optional.empty(),
                List.of(),
                List.of()));
    assertThat(read(LEAST, "", 0).cookie().path()).isEqualTo("/");
  }

  @Test
  void everyKey() {
    Map<String, String> all = new HashMap<>(LEAST);
    all.put("max-inactive", "2h");
    all.put("call-timeout", "750ms");
    all.put("principal-attribute", "user");
    all.put("allow", "a.B, c.d.**\n e.*");
    all.put("listeners", "x.Y");
    all.put("cookie.name", "SID");
    all.put("cookie.path", "/");
    all.put("cookie.domain", "example.com");
    all.put("cookie.secure", "true");
    all.put("cookie.http-only", "false");
    all.put("cookie.same-site", "none");
    all.put("cookie.max-age-seconds", "60");

    assertThat(read(all, "/shop", 0))
        .isEqualTo(
            new FilterSettings(
                "zonekeep:///h",
                "n",
                Optional.of(Duration.ofHours(2)),
                Duration.ofMillis(750),
                new CookieSettings(
                    "SID",
                    "/",
                    Optional.of("example.com"),
                    Optional.of(true),
                    false,
                    Optional.of("None"),
                    60),
                Optional.of("user"),
                List.of("a.B", "c.d.**", "e.*"),
                List.of("x.Y")));
  }

  @Test
  void webXmlsSessionTimeoutIsTheDefault() {
    assertThat(read(LEAST, "/", 10).maxInactive()).isEqualTo(Optional.of(Duration.ofMinutes(10)));
    assertThat(read(with("max-inactive", "90s"), "/", 10).maxInactive())
        .isEqualTo(Optional.of(Duration.ofSeconds(90)));
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "0s", "9999d"})
  void aSessionMayLiveForEver(String text) {
    assertThat(read(with("max-inactive", text), "/", 10).maxInactive()).isEmpty();
  }

  @Test
  void theEnvironmentComesLast() {
    environment.put("ZONEKEEP_TARGET", "zonekeep:///e");
    environment.put("ZONEKEEP_COOKIE_SAME_SITE", "Strict");

    assertThat(read(Map.of("namespace", "n"), "/", 0).target()).isEqualTo("zonekeep:///e");
    assertThat(read(LEAST, "/", 0).target()).isEqualTo("zonekeep:///h");
    assertThat(read(LEAST, "/", 0).cookie().sameSite()).isEqualTo(Optional.of("Strict"));
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> read(Map.of("target", "zonekeep:///h"), "/", 0))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("\"namespace\" is not set");
  }

  @ParameterizedTest
  @CsvSource({
    "namespace, Shop!",
    "max-inactive, 30",
    "max-inactive, soon",
    "call-timeout, 1ms",
    "call-timeout, 6m",
    "cookie.name, a b",
    "cookie.path, shop",
    "cookie.secure, yes",
    "cookie.http-only, auto",
    "cookie.same-site, Sometimes",
    "cookie.max-age-seconds, 1h",
    "cookie.nam, SID"
  })
  void whatIsWrongIsNamed(String key, String value) {
    assertThatThrownBy(() -> read(with(key, value), "/", 0))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("\"" + key + "\"");
  }

  @Test
  void aCookieForOtherSitesMustBeSecure() {
    Map<String, String> parameters = new HashMap<>(with("cookie.same-site", "None"));
    parameters.put("cookie.secure", "false");

    assertThatThrownBy(() -> read(parameters, "/", 0))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("\"cookie.same-site\"");
  }

  private static Map<String, String> with(String key, String value) {
    Map<String, String> parameters = new HashMap<>(LEAST);
    parameters.put(key, value);
    return parameters;
  }

  private FilterSettings read(
      Map<String, String> parameters, String contextPath, int sessionTimeoutMinutes) {
    ServletContextHandler context = new ServletContextHandler();
    parameters.forEach((key, value) -> context.setInitParameter("zonekeep." + key, value));
    ServletContext servlets = context.getServletContext();
    return FilterSettings.read(
        new SettingSource(Optional.empty(), servlets, environment::get),
        contextPath,
        sessionTimeoutMinutes);
  }
}
