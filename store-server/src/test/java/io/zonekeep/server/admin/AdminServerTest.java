package io.zonekeep.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
  private final Pages pages = new Pages();
  private final AdminServer server;

  AdminServerTest() throws IOException {
    server = new AdminServer("127.0.0.1", 0, 2, pages);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void liveIsAnsweredWhateverTheState() throws Exception {
    assertThat(get("/live").statusCode()).isEqualTo(200);
  }

  @Test
  void readyFollowsTheNode() throws Exception {
    assertThat(get("/ready").statusCode()).isEqualTo(503);

    pages.good = true;

    assertThat(get("/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void healthIsJsonAlsoWhenSick() throws Exception {
    HttpResponse<String> sick = get("/health");

    assertThat(sick.statusCode()).isEqualTo(503);
    assertThat(sick.body()).isEqualTo("{\"healthy\":false}");
    assertThat(sick.headers().firstValue("Content-Type")).hasValue("application/json");
    pages.good = true;
    assertThat(get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsAreText() throws Exception {
    HttpResponse<String> metrics = get("/metrics");

    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body()).isEqualTo("zonekeep_term 7\n");
    assertThat(metrics.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
  }

  @Test
  void otherPagesAndMethodsAreRefused() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/metrics/more").statusCode()).isEqualTo(404);
    HttpRequest post =
        HttpRequest.newBuilder(uri("/health")).POST(HttpRequest.BodyPublishers.noBody()).build();
    assertThat(send(post).statusCode()).isEqualTo(405);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private static final class Pages implements AdminPages {
    volatile boolean good;

    @Override
    public boolean ready() {
      return good;
    }

    @Override
    public boolean healthy() {
      return good;
    }

    @Override
    public String healthJson() {
      return "{\"healthy\":" + good + "}";
    }

    @Override
    public String metrics() {
      return "zonekeep_term 7\n";
    }
  }
}
