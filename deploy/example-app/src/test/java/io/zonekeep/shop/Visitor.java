package io.zonekeep.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody at the shop's pages, who keeps cookies and looks at each answer closely. */
final class Visitor implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\"");

  private final URI shop;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(cookies)
          .followRedirects(Redirect.NEVER)
          .build();
  private String lastPage = "";

  Visitor(URI shop) {
    this.shop = shop;
  }

  HttpResponse<String> get(String page) {
    HttpResponse<String> response = send(request(page).GET());
    lastPage = response.body();
    return response;
  }

  /** Sends a form with the CSRF token of the page last seen. */
  HttpResponse<String> post(String page, Map<String, String> fields) {
    return postRaw(page, encoded(fields) + "&_csrf=" + encoded(hidden("_csrf").orElse("")));
  }

  HttpResponse<String> postWithoutToken(String page, Map<String, String> fields) {
    return postRaw(page, encoded(fields));
  }

  void logIn(String name) {
    get("/login");
    post("/login", Map.of("name", name));
    get("/");
  }

  /** The value of a hidden field of the page last seen. */
  Optional<String> hidden(String name) {
    Matcher matcher = HIDDEN.matcher(lastPage);
    while (matcher.find()) {
      if (matcher.group(1).equals(name)) {
        return Optional.of(matcher.group(2));
      }
    }
    return Optional.empty();
  }

  /** The session's cookie. */
  Optional<HttpCookie> cookie() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("SHOP"))
        .findFirst();
  }

  /** Comes as that one's browser would. */
  void takeCookiesOf(Visitor visitor) {
    for (HttpCookie cookie : visitor.cookies.getCookieStore().getCookies()) {
      cookies.getCookieStore().add(shop, (HttpCookie) cookie.clone());
    }
  }

  /** As this one is now, to send again what this one sends next. */
  Visitor twin() {
    Visitor twin = new Visitor(shop);
    twin.takeCookiesOf(this);
    twin.lastPage = lastPage;
    return twin;
  }

  static String location(HttpResponse<String> response) {
    return response.headers().firstValue("Location").orElse("");
  }

  static List<String> cookiesSet(HttpResponse<String> response) {
    return response.headers().allValues("Set-Cookie");
  }

  @Override
  public void close() {
    http.close();
  }

  private HttpResponse<String> postRaw(String page, String form) {
    return send(
        request(page)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  private HttpRequest.Builder request(String page) {
    return HttpRequest.newBuilder(shop.resolve(page))
        .timeout(TIMEOUT)
        .header("Accept", "text/html, application/json");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException("no answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, UTF_8);
  }
}
