package io.zonekeep.zones;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.KeyValue;
import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.testing.ZonekeepContainer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The store for tests in a container, as an application's own tests use it. */
@Tag("containers")
class ZonekeepContainerTest {
  private static final byte[] KEY = "key".getBytes(UTF_8);

  @Test
  void servesWhenItHasStarted() throws IOException, InterruptedException {
    String image = NodeImage.build().name();
    try (ZonekeepContainer store =
            new ZonekeepContainer(image).withLabel("zonekeep.test", "testing");
        HttpClient http = HttpClient.newHttpClient()) {
      store.start();
      try (ZonekeepClient client = Zonekeep.connect(store.target())) {
        KeyValue keys = client.keyValue("container");
        long version = keys.put(KEY, KEY).version();

        assertThat(keys.get(KEY).orElseThrow().version()).isEqualTo(version);
      }
      assertThat(
              http.send(
                      HttpRequest.newBuilder(URI.create(store.adminAddress() + "/metrics")).build(),
                      BodyHandlers.ofString())
                  .body())
          .contains("zonekeep_serving");
    }
  }
}
