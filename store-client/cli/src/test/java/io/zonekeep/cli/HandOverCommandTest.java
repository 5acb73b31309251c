package io.zonekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HandOverCommandTest {
  private final CommandFixture zonekeep = new CommandFixture();

  @Test
  void printsTheNewPrimary() {
    assertThat(zonekeep.run("handover").out().strip()).isEqualTo("b");
    assertThat(
            zonekeep.run("handover", "--to", "c", "-o", "json").json().get("primary").getAsString())
        .isEqualTo("c");
    assertThat(zonekeep.cluster.handovers).containsExactly(Optional.empty(), Optional.of("c"));
  }
}
