package io.zonekeep.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsDocumentTest {
  private static final Path FILE = Path.of("..", "docs", "settings.md");

  @Test
  void theCommittedTableIsTheOneOfTheCode() throws IOException {
    if (Boolean.getBoolean("zonekeep.docs.write")) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, SettingsDocument.markdown());
    }

    assertThat(Files.readString(FILE))
        .as("docs/settings.md is stale; its head says how to regenerate it")
        .isEqualTo(SettingsDocument.markdown());
  }
}
