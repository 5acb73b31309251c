package io.zonekeep.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.zonekeep.client.NewSession;
import io.zonekeep.client.Session;
import io.zonekeep.client.Sessions;
import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.client.ZonekeepException;
import io.zonekeep.client.ZonekeepException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A stateless app server: its users' sessions are in the store, and nothing about them is in its
 * memory. Any app server can answer any request.
 *
 * <pre>
 *   POST /login      body: the user's name; answers with the session's id
 *   POST /cart/add   body: an item
 *   GET  /cart       the items, a line each
 *   GET  /who        the user's name
 *   POST /logout
 * </pre>
 *
 * All but the first want the session's id in the header {@code Session}.
 */
public final class AppServer implements AutoCloseable {
  static final String SESSION = "Session";

  private static final String NAMESPACE = "shop";
  private static final Duration MAX_INACTIVE = Duration.ofMinutes(30);
  private static final int THREADS = 64;
  private static final int BACKLOG = 1024;

  private final Sessions sessions;
  private final HttpServer http;
  private final ExecutorService threads;

  /**
   * Makes a server that listens once it is started.
   *
   * @param port 0: any free one
   */
  public AppServer(ZonekeepClient client, int port) throws IOException {
    this.sessions = client.sessions(NAMESPACE);
    this.threads = Executors.newFixedThreadPool(THREADS);
    this.http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    http.setExecutor(threads);
    http.createContext("/", this::answer);
  }

  /** Arguments: the store's target. */
  public static void main(String[] arguments) throws IOException {
    // Before the server's class reads them. By default it holds small answers back for the sake of
    // fuller packets, and drops connections that were idle while a user was thinking.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
    AppServer server = new AppServer(Zonekeep.connect(arguments[0]), 0);
    server.start();
    System.out.println("READY http://127.0.0.1:" + server.port());
  }

  public void start() {
    http.start();
  }

  public int port() {
    return http.getAddress().getPort();
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }

  private record Answer(int status, String body) {}

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answerOrRefusal(exchange);
      byte[] body = answer.body.getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Answer answerOrRefusal(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String session = Optional.ofNullable(exchange.getRequestHeaders().getFirst(SESSION)).orElse("");
    try {
      return switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
        case "POST /login" -> login(body);
        case "POST /cart/add" -> addToCart(session, body);
        case "GET /cart" -> cart(session);
        case "GET /who" -> who(session);
        case "POST /logout" -> logout(session);
        default -> new Answer(404, "no such page");
      };
    } catch (ZonekeepException e) {
      return e.reason() == Reason.NO_SUCH_SESSION
          ? new Answer(401, "not logged in")
          : new Answer(503, e.reason() + ": " + e.getMessage());
    }
  }

  private Answer login(String user) {
    String id = UUID.randomUUID().toString();
    sessions.create(new NewSession(id, Optional.of(MAX_INACTIVE), Optional.of(user), Map.of()));
    return new Answer(200, id);
  }

  private Answer addToCart(String session, String item) {
    sessions.save(session, Cart.adding(item));
    return new Answer(200, "");
  }

  private Answer cart(String session) {
    return sessions
        .load(session)
        .map(found -> new Answer(200, String.join("\n", Cart.in(found))))
        .orElse(new Answer(401, "not logged in"));
  }

  private Answer who(String session) {
    return sessions
        .load(session)
        .flatMap(Session::principal)
        .map(user -> new Answer(200, user))
        .orElse(new Answer(401, "not logged in"));
  }

  private Answer logout(String session) {
    return sessions.delete(session) ? new Answer(200, "") : new Answer(401, "not logged in");
  }
}
