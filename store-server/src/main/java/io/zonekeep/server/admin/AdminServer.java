package io.zonekeep.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * HTTP for people, load balancers and Prometheus: GET only, no state, a fixed number of threads.
 *
 * <ul>
 *   <li>/live: 200 while the process answers
 *   <li>/ready: 200 when it serves as primary or follows one, else 503
 *   <li>/health: the deep checks as JSON; 200 when all pass, else 503
 *   <li>/metrics: Prometheus' text
 * </ul>
 */
public final class AdminServer implements AutoCloseable {
  private static final int BACKLOG = 64;

  private final HttpServer server;
  private final ExecutorService threads;

  /** Listens at once. */
  public AdminServer(String bindAddress, int port, int threadCount, AdminPages pages)
      throws IOException {
    server = HttpServer.create(new InetSocketAddress(bindAddress, port), BACKLOG);
    threads =
        Executors.newFixedThreadPool(
            threadCount, Thread.ofPlatform().daemon().name("zonekeep-admin-", 0).factory());
    server.setExecutor(threads);
    page("/live", () -> Page.text(true, "alive\n"));
    page("/ready", () -> Page.text(pages.ready(), pages.ready() ? "ready\n" : "not ready\n"));
    page("/health", () -> new Page(pages.healthy(), "application/json", pages.healthJson()));
    page(
        "/metrics",
        () -> new Page(true, "text/plain; version=0.0.4; charset=utf-8", pages.metrics()));
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void page(String path, Supplier<Page> page) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(path)) {
              answer(exchange, 404, Page.text(false, "no such page\n"));
            } else if (!exchange.getRequestMethod().equals("GET")) {
              answer(exchange, 405, Page.text(false, "GET only\n"));
            } else {
              Page found = page.get();
              answer(exchange, found.good() ? 200 : 503, found);
            }
          }
        });
  }

  private static void answer(HttpExchange exchange, int status, Page page) throws IOException {
    byte[] body = page.body().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", page.contentType());
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private record Page(boolean good, String contentType, String body) {
    static Page text(boolean good, String body) {
      return new Page(good, "text/plain; charset=utf-8", body);
    }
  }
}
