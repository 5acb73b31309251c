package io.zonekeep.cli;

import static io.zonekeep.cli.BytesText.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.zonekeep.cli.CommandFixture.Run;
import io.zonekeep.client.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SessionShowCommandTest {
  private final CommandFixture zonekeep = new CommandFixture();

  @BeforeEach
  void addSession() {
    zonekeep.sessions.sessions.put(
        "s1",
        new Session(
            "s1",
            42,
            Instant.parse("2026-01-02T03:04:05Z"),
            Instant.parse("2026-01-02T03:14:05Z"),
            Optional.of(Duration.ofMinutes(30)),
            Optional.of("berta"),
            new TreeMap<>(Map.of("cart", bytes("[\"tea\"]"), "theme", bytes("dark")))));
  }

  @Test
  void showsTheHeaderAndTheAttributes() {
    Run show = zonekeep.run("session", "show", "s1");
    assertThat(show.code()).isZero();
    assertThat(show.out().lines())
        .containsExactly(
            "SESSION        s1",
            "version        42",
            "principal      berta",
            "created        2026-01-02T03:04:05Z",
            "last access    2026-01-02T03:14:05Z",
            "expires after  30m",
            "",
            "ATTRIBUTE  BYTES  VALUE",
            "cart       7      [\"tea\"]",
            "theme      4      dark");
  }

  @Test
  void jsonHasTheAttributesByName() {
    JsonObject json = zonekeep.run("session", "show", "s1", "-o", "json").json();
    assertThat(json.get("max_inactive_millis").getAsLong()).isEqualTo(1_800_000);
    assertThat(json.getAsJsonObject("attributes").get("theme").getAsString()).isEqualTo("dark");
  }

  @Test
  void aSessionThatIsNotThereIsExitCodeOne() {
    Run show = zonekeep.run("session", "show", "s2");
    assertThat(show.code()).isEqualTo(ExitCode.CONDITION_FAILED);
    assertThat(show.err()).contains("no such session: s2").hasLineCount(1);
  }
}
