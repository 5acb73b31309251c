package io.zonekeep.server.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.zonekeep.server.config.Settings;
import io.zonekeep.server.health.NodeHealth;
import io.zonekeep.server.health.Readiness;
import io.zonekeep.server.replication.Replication;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * HTTP for whoever watches the node: /live (the process runs), /ready (it does its part), /health
 * (its deep checks), /metrics (Prometheus). A few threads of its own; requests past their bound are
 * dropped.
 */
public final class AdminServer implements AutoCloseable {
  private static final int WAITING_PER_THREAD = 16;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;
  private static final String TEXT = "text/plain; charset=utf-8";

  private final InetSocketAddress address;
  private final ThreadPoolExecutor threads;
  private final NodeHealth health;
  private final Readiness readiness;
  private final HealthPage page;
  private final Supplier<String> metrics;
  private @Nullable HttpServer server;

  /**
   * Makes the server; {@link #start} opens the port.
   *
   * @param metrics gives the text that Prometheus reads
   */
  public AdminServer(
      Settings settings,
      Replication replication,
      NodeHealth health,
      Readiness readiness,
      Supplier<String> metrics) {
    this.address = new InetSocketAddress(settings.bindAddress(), settings.self().adminPort());
    this.health = health;
    this.readiness = readiness;
    this.page = new HealthPage(settings.self(), replication, health, readiness);
    this.metrics = metrics;
    int count = settings.admin().threads();
    this.threads =
        new ThreadPoolExecutor(
            count,
            count,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(count * WAITING_PER_THREAD),
            Thread.ofPlatform().daemon().name("zonekeep-admin-", 0).factory());
  }

  /** Opens the port. */
  public void start() throws IOException {
    HttpServer opened = HttpServer.create(address, 0);
    opened.setExecutor(threads);
    opened.createContext("/", this::answer);
    opened.start();
    server = opened;
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
    }
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case "/live" -> send(exchange, OK, TEXT, "live\n");
        case "/ready" -> {
          boolean ready = readiness.ready();
          send(exchange, ready ? OK : UNAVAILABLE, TEXT, ready ? "ready\n" : "not ready\n");
        }
        case "/health" ->
            send(exchange, health.healthy() ? OK : UNAVAILABLE, "application/json", page.json());
        case "/metrics" ->
            send(exchange, OK, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
        default ->
            send(exchange, NOT_FOUND, TEXT, "there is /live, /ready, /health and /metrics\n");
      }
    }
  }

  private static void send(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }
}
