package io.zonekeep.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private final List<ChildProcess> started = new ArrayList<>();

  @AfterEach
  void killAll() {
    started.stream().filter(ChildProcess::isAlive).forEach(ChildProcess::kill);
  }

  @Test
  void readinessIsFoundInWhatThisProcessWroteAndNotInAnOlderLog() throws Exception {
    Files.writeString(folder.resolve("log"), "READY old\n");
    ChildProcess child = shell("echo hello; echo READY new; exec sleep 60");
    assertThat(child.awaitReady(LONG).words()).isEqualTo("new");
    assertThat(child.output()).containsExactly("hello", "READY new");
  }

  @Test
  void anEndBeforeReadinessIsToldWithTheLog() {
    ChildProcess child = shell("echo port 1 is taken; exit 3");
    assertThatThrownBy(() -> child.awaitReady(LONG))
        .isInstanceOf(StartFailedException.class)
        .hasMessageContaining("code 3")
        .hasMessageContaining("port 1 is taken");
  }

  @Test
  void aFrozenProcessWritesNothingUntilItIsThawed() {
    ChildProcess child = shell("echo READY now; while true; do echo tick; sleep 0.01; done");
    child.awaitReady(LONG);
    child.freeze();
    Pause.of(Duration.ofMillis(50));
    int lines = child.output().size();
    Pause.of(Duration.ofMillis(200));
    assertThat(child.output()).hasSize(lines);
    child.thaw();
    Pause.until("more ticks", LONG, () -> child.output().size() > lines);
  }

  @Test
  void aFrozenProcessCanBeKilled() {
    ChildProcess child = shell("echo READY now; exec sleep 60");
    child.awaitReady(LONG);
    child.freeze();
    child.kill();
    assertThat(child.isAlive()).isFalse();
    assertThatThrownBy(child::thaw).hasMessageContaining("has ended");
  }

  private ChildProcess shell(String script) {
    ChildProcess child =
        ChildProcess.start("sh", List.of("sh", "-c", script), folder.resolve("log"));
    started.add(child);
    return child;
  }
}
