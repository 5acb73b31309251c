package io.zonekeep.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * One simulated user, in a thread of its own: logs in, fills a cart and reads it back, each time on
 * the other app server, and knows what must be in it.
 */
final class User {
  private static final int ITEMS_MAX = 40;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final String name;
  private final List<URI> appServers;
  private final HttpClient http;
  private final Tally tally;
  private final Random random;

  /** Certainly in the cart. */
  private final Set<String> added = new TreeSet<>();

  /** In the cart or not: their requests failed. */
  private final Set<String> unsure = new TreeSet<>();

  private String session = "";
  private int requests;
  private int items;

  User(int number, List<URI> appServers, HttpClient http, Tally tally) {
    this.name = "user-" + number;
    this.appServers = appServers;
    this.http = http;
    this.tally = tally;
    this.random = new Random(number);
    this.requests = number;
  }

  /** Makes one request, whichever comes next. */
  void act() throws InterruptedException {
    if (session.isEmpty()) {
      logIn();
    } else if (added.size() >= ITEMS_MAX) {
      readCart();
      logOut();
    } else {
      int dice = random.nextInt(10);
      if (dice < 5) {
        addItem();
      } else if (dice < 9) {
        readCart();
      } else {
        askWho();
      }
    }
  }

  /** Reads the cart a last time. */
  void leave() throws InterruptedException {
    if (!session.isEmpty()) {
      readCart();
    }
  }

  private void logIn() throws InterruptedException {
    send("POST", "/login", name).ifPresent(id -> session = id);
  }

  private void addItem() throws InterruptedException {
    String item = "item-" + items++;
    (send("POST", "/cart/add", item).isPresent() ? added : unsure).add(item);
  }

  private void readCart() throws InterruptedException {
    Optional<String> cart = send("GET", "/cart", "");
    if (cart.isEmpty()) {
      return;
    }
    tally.cartRead();
    Set<String> missing = new TreeSet<>(added);
    Set<String> strange = new TreeSet<>(cart.get().lines().toList());
    missing.removeAll(strange);
    strange.removeAll(added);
    strange.removeAll(unsure);
    if (!missing.isEmpty()) {
      tally.cartLost(name, "missing: " + missing);
    } else if (!strange.isEmpty()) {
      tally.cartLost(name, "never added: " + strange);
    }
  }

  private void askWho() throws InterruptedException {
    Optional<String> answer = send("GET", "/who", "");
    if (answer.isPresent() && !answer.get().equals(name)) {
      tally.cartLost(name, "taken for " + answer.get());
    }
  }

  private void logOut() throws InterruptedException {
    send("POST", "/logout", "");
    session = "";
    added.clear();
    unsure.clear();
  }

  /** Empty: the request failed, and is counted so. */
  private Optional<String> send(String method, String page, String body)
      throws InterruptedException {
    URI appServer = appServers.get(requests++ % appServers.size());
    HttpRequest request =
        HttpRequest.newBuilder(appServer.resolve(page))
            .timeout(TIMEOUT)
            .header(AppServer.SESSION, session)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    long begun = System.nanoTime();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return judged(request, response, System.nanoTime() - begun);
    } catch (IOException e) {
      tally.failed(System.nanoTime() - begun, request.uri() + ": " + e);
      return Optional.empty();
    }
  }

  private Optional<String> judged(HttpRequest request, HttpResponse<String> response, long nanos) {
    if (response.statusCode() == 200) {
      tally.answered(nanos);
      return Optional.of(response.body());
    }
    tally.failed(nanos, request.uri() + ": " + response.statusCode() + " " + response.body());
    if (response.statusCode() == 401) {
      tally.cartLost(name, "session " + session + " is gone with " + new ArrayList<>(added));
      session = "";
      added.clear();
    }
    return Optional.empty();
  }
}
