package io.zonekeep.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.KeyValue;
import io.zonekeep.client.NewSession;
import io.zonekeep.client.Sessions;
import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ZonekeepExtensionTest {
  private static final byte[] KEY = "key".getBytes(UTF_8);

  @RegisterExtension
  static final ZonekeepExtension store =
      new ZonekeepExtension().with("expiry.sweep_interval", "50ms");

  @Test
  void anApplicationConnectsToTheTarget() {
    try (ZonekeepClient application = Zonekeep.connect(store.target())) {
      KeyValue keys = application.keyValue(store.newNamespace());
      long version = keys.put(KEY, KEY).version();

      assertThat(keys.get(KEY).orElseThrow().version()).isEqualTo(version);
    }
  }

  @Test
  void methodsDoNotSeeEachOthersKeys(KeyValue keys) {
    assertThat(keys.get(KEY)).isEmpty();
    keys.put(KEY, KEY);
  }

  @Test
  void norDoesThisOne(KeyValue keys) {
    assertThat(keys.get(KEY)).isEmpty();
    keys.put(KEY, KEY);
  }

  @Test
  void aSessionEndsAsTheSettingSays(Sessions sessions) {
    sessions.create(
        new NewSession("s", Optional.of(Duration.ofMillis(50)), Optional.empty(), Map.of()));

    Awaitility.await().until(() -> sessions.peek("s").isEmpty());
  }

  @Test
  void parametersAreOfOneStore(TestStore one, ZonekeepClient client) {
    assertThat(one.target()).isEqualTo(store.target());
    assertThat(one.client()).isSameAs(client);
  }

  @Nested
  final class WithinTheClass {
    @Test
    void nestedClassesShareTheStore(TestStore shared) {
      assertThat(shared.target()).isEqualTo(store.target());
    }
  }
}
