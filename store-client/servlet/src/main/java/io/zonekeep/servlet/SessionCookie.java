package io.zonekeep.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;

/** Carries the session's id to the browser and back. */
final class SessionCookie {
  /** A browser sends one per path and domain that it has met; more than a few are an attack. */
  private static final int CANDIDATES_MAX = 3;

  private final CookieSettings settings;

  SessionCookie(CookieSettings settings) {
    this.settings = settings;
  }

  /** The ids that a request names, most specific path first. */
  List<String> read(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies == null) {
      return List.of();
    }
    return Arrays.stream(cookies)
        .filter(cookie -> cookie.getName().equals(settings.name()))
        .map(Cookie::getValue)
        .filter(SessionIds::wellFormed)
        .distinct()
        .limit(CANDIDATES_MAX)
        .toList();
  }

  void write(HttpServletRequest request, HttpServletResponse response, String id) {
    response.addCookie(cookie(request, id, settings.maxAgeSeconds()));
  }

  void clear(HttpServletRequest request, HttpServletResponse response) {
    response.addCookie(cookie(request, "", 0));
  }

  private Cookie cookie(HttpServletRequest request, String value, int maxAgeSeconds) {
    Cookie cookie = new Cookie(settings.name(), value);
    cookie.setPath(settings.path());
    settings.domain().ifPresent(cookie::setDomain);
    cookie.setSecure(settings.secure().orElseGet(request::isSecure));
    cookie.setHttpOnly(settings.httpOnly());
    settings.sameSite().ifPresent(site -> cookie.setAttribute("SameSite", site));
    cookie.setMaxAge(maxAgeSeconds);
    return cookie;
  }
}
