package io.zonekeep.servlet;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the session's cookie looks like.
 *
 * @param secure empty: as secure as the request that gets it
 * @param sameSite Lax, Strict or None; empty: left out
 * @param maxAgeSeconds negative: it ends with the browser's session
 */
record CookieSettings(
    String name,
    String path,
    Optional<String> domain,
    Optional<Boolean> secure,
    boolean httpOnly,
    Optional<String> sameSite,
    int maxAgeSeconds) {
  static final String NAME = "cookie.name";
  static final String PATH = "cookie.path";
  static final String DOMAIN = "cookie.domain";
  static final String SECURE = "cookie.secure";
  static final String HTTP_ONLY = "cookie.http-only";
  static final String SAME_SITE = "cookie.same-site";
  static final String MAX_AGE = "cookie.max-age-seconds";

  /** Not JSESSIONID: the container may still keep a session of its own, for its log-in forms. */
  static final String NAME_DEFAULT = "ZONEKEEP";

  private static final Pattern NAME_FORM = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
  private static final List<String> SAME_SITES = List.of("Lax", "Strict", "None");

  static CookieSettings read(SettingSource source, String contextPath) {
    CookieSettings cookie =
        new CookieSettings(
            name(source),
            path(source, contextPath),
            source.find(DOMAIN),
            secure(source),
            source.find(HTTP_ONLY).map(text -> bool(HTTP_ONLY, text)).orElse(true),
            sameSite(source),
            source.find(MAX_AGE).map(CookieSettings::seconds).orElse(-1));
    if (cookie.sameSite.equals(Optional.of("None")) && cookie.secure.equals(Optional.of(false))) {
      throw new SettingException(SAME_SITE, "None needs a secure cookie; browsers refuse it else");
    }
    return cookie;
  }

  private static String name(SettingSource source) {
    String name = source.find(NAME).orElse(NAME_DEFAULT);
    if (!NAME_FORM.matcher(name).matches()) {
      throw new SettingException(NAME, "is not a name for a cookie of 1 to 64 characters");
    }
    return name;
  }

  private static String path(SettingSource source, String contextPath) {
    String path = source.find(PATH).orElse(contextPath.isEmpty() ? "/" : contextPath);
    if (!path.startsWith("/")) {
      throw new SettingException(PATH, "does not begin with /");
    }
    return path;
  }

  private static Optional<Boolean> secure(SettingSource source) {
    return source.find(SECURE).filter(text -> !text.equals("auto")).map(text -> bool(SECURE, text));
  }

  private static boolean bool(String key, String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new SettingException(
              key, "is not true or false" + (key.equals(SECURE) ? " or auto" : ""));
    };
  }

  private static Optional<String> sameSite(SettingSource source) {
    String text = source.find(SAME_SITE).orElse("Lax");
    if (text.equalsIgnoreCase("unset")) {
      return Optional.empty();
    }
    return SAME_SITES.stream()
        .filter(text::equalsIgnoreCase)
        .findFirst()
        .or(() -> {
          throw new SettingException(SAME_SITE, "is not Lax, Strict, None or unset");
        });
  }

  private static int seconds(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new SettingException(MAX_AGE, "is not a number of seconds");
    }
  }
}
