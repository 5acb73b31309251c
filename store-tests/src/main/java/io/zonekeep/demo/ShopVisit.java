package io.zonekeep.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A visit to the example shop, as a browser makes it: keeps cookies, sends back the CSRF token of
 * the last page, follows redirects.
 */
final class ShopVisit implements Storefront {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final Pattern OFFERED = Pattern.compile("data-add=\"([^\"]+)\"");
  private static final Pattern IN_CART = Pattern.compile("data-item=\"([^\"]+)\"");
  private static final Pattern USER = Pattern.compile("id=\"user\">([^<]*)<");

  private final URI address;
  private final Requests requests;
  private final Map<String, String> cookies = new TreeMap<>();
  private String token = "";
  private List<String> offered = List.of();

  ShopVisit(URI address, Requests requests) {
    this.address = address;
    this.requests = requests;
  }

  @Override
  public Answer logIn(String name) throws InterruptedException {
    cookies.clear();
    Answer form = get("/login", page -> Answer.of(page));
    if (!form.isGiven()) {
      return form;
    }
    Answer sent = post("/login", Map.of("name", name), "/");
    if (!sent.isGiven()) {
      return sent;
    }
    Answer catalogue = get("/", page -> Answer.of(page));
    if (catalogue.isGiven()) {
      offered = all(OFFERED, catalogue.text());
    }
    return catalogue;
  }

  @Override
  public Answer add(String item) throws InterruptedException {
    Answer sent = post("/cart", Map.of("item", item, "quantity", "1"), "/cart");
    return sent.isGiven() ? cart() : sent;
  }

  @Override
  public Answer cart() throws InterruptedException {
    return get("/cart", page -> Answer.of(String.join("\n", all(IN_CART, page))));
  }

  @Override
  public Answer who() throws InterruptedException {
    return get(
        "/who",
        page ->
            first(USER, page)
                .map(Answer::of)
                .orElseGet(() -> Answer.failed("no name on the page")));
  }

  @Override
  public Answer logOut() throws InterruptedException {
    return post("/logout", Map.of(), "/login?left");
  }

  @Override
  public String item(int number) {
    return offered.get(number % offered.size());
  }

  @Override
  public int itemsMax() {
    return offered.size();
  }

  private Answer get(String page, Function<String, Answer> read) throws InterruptedException {
    return requests.send(request(page).build(), response -> readPage(response, read));
  }

  /** Sends a form; it went well if the answer redirects to {@code next}. */
  private Answer post(String page, Map<String, String> fields, String next)
      throws InterruptedException {
    String form =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
            .collect(Collectors.joining("&", "", "&_csrf=" + URLEncoder.encode(token, UTF_8)));
    return requests.send(
        request(page)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build(),
        response -> readRedirect(response, next));
  }

  private HttpRequest.Builder request(String page) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(page)).timeout(Requests.TIMEOUT);
    String kept =
        cookies.entrySet().stream()
            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
            .collect(Collectors.joining("; "));
    return kept.isEmpty() ? request : request.header("Cookie", kept);
  }

  private Answer readPage(HttpResponse<String> response, Function<String, Answer> read) {
    keepCookies(response);
    if (response.statusCode() == 200) {
      first(TOKEN, response.body()).ifPresent(found -> token = found);
      return read.apply(response.body());
    }
    return isToLogin(response) ? Answer.notLoggedIn() : failed(response);
  }

  private Answer readRedirect(HttpResponse<String> response, String next) {
    keepCookies(response);
    if (response.statusCode() == 302 && location(response).equals(next)) {
      return Answer.of("");
    }
    return isToLogin(response) ? Answer.notLoggedIn() : failed(response);
  }

  private void keepCookies(HttpResponse<String> response) {
    for (String set : response.headers().allValues("Set-Cookie")) {
      HttpCookie cookie = HttpCookie.parse(set).getFirst();
      if (cookie.hasExpired()) {
        cookies.remove(cookie.getName());
      } else {
        cookies.put(cookie.getName(), cookie.getValue());
      }
    }
  }

  private static boolean isToLogin(HttpResponse<String> response) {
    return response.statusCode() == 302 && location(response).startsWith("/login");
  }

  /** The path and query of it. */
  private static String location(HttpResponse<String> response) {
    URI to = URI.create(response.headers().firstValue("Location").orElse(""));
    return to.getQuery() == null ? to.getPath() : to.getPath() + "?" + to.getQuery();
  }

  private static Answer failed(HttpResponse<String> response) {
    String body = response.body();
    return Answer.failed(
        response.statusCode() + " " + body.substring(0, Math.min(body.length(), 200)));
  }

  private static Optional<String> first(Pattern pattern, String page) {
    Matcher matcher = pattern.matcher(page);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static List<String> all(Pattern pattern, String page) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(page);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
