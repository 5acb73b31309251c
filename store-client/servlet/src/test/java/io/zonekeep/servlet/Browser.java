package io.zonekeep.servlet;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A user's browser: keeps cookies, which belong to a host whatever its port. */
final class Browser {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final CookieManager cookies = new CookieManager();
  private final HttpClient client;

  Browser() {
    client = HttpClient.newBuilder().cookieHandler(cookies).build();
  }

  /** Its user answers when the container asks for name and password. */
  Browser(String user, String password) {
    client =
        HttpClient.newBuilder()
            .cookieHandler(cookies)
            .authenticator(
                new Authenticator() {
                  @Override
                  protected PasswordAuthentication getPasswordAuthentication() {
                    return new PasswordAuthentication(user, password.toCharArray());
                  }
                })
            .build();
  }

  HttpResponse<String> open(AppServer server, String path) {
    try {
      return client.send(request(server, path), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  CompletableFuture<HttpResponse<String>> opening(AppServer server, String path) {
    return client.sendAsync(request(server, path), BodyHandlers.ofString());
  }

  /** The page's text. */
  String see(AppServer server, String path) {
    HttpResponse<String> response = open(server, path);
    if (response.statusCode() != 200) {
      throw new AssertionError(path + " gave " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }

  /** The id in the cookie; empty: there is none. */
  String sessionId() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("ZONEKEEP"))
        .map(HttpCookie::getValue)
        .findFirst()
        .orElse("");
  }

  /** Claims to have such a session. */
  void claim(AppServer server, String id) {
    HttpCookie cookie = new HttpCookie("ZONEKEEP", id);
    cookie.setPath("/shop");
    cookie.setDomain("127.0.0.1");
    cookie.setVersion(0);
    cookies.getCookieStore().add(URI.create(server.url()), cookie);
  }

  static List<String> setCookies(HttpResponse<String> response) {
    return response.headers().allValues("set-cookie");
  }

  private static HttpRequest request(AppServer server, String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(TIMEOUT).build();
  }
}
