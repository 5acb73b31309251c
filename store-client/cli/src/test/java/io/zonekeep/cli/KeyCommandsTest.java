package io.zonekeep.cli;

import static io.zonekeep.cli.BytesText.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.cli.CommandFixture.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyCommandsTest {
  private final CommandFixture zonekeep = new CommandFixture();

  @Test
  void putPrintsTheVersionAndGetTheValue() {
    Run put = zonekeep.run("put", "colour", "green");
    assertThat(put.code()).isZero();
    assertThat(put.out().strip()).isEqualTo("1");

    Run get = zonekeep.run("get", "colour");
    assertThat(get.code()).isZero();
    assertThat(get.out()).isEqualTo("green");
    assertThat(zonekeep.closed).isEqualTo(2);
  }

  @Test
  void aLineEndFollowsTheValueOnlyOnATerminal() {
    zonekeep.run("put", "colour", "green");
    zonekeep.interactive = true;
    assertThat(zonekeep.run("get", "colour").out()).isEqualTo("green" + System.lineSeparator());
  }

  @Test
  void aValueFromStandardInputComesBackByteForByte() {
    zonekeep.standardInput = new byte[] {0, (byte) 0xff, '\n'};
    assertThat(zonekeep.run("put", "k").code()).isZero();
    assertThat(zonekeep.run("get", "k").outBytes()).containsExactly(0, 0xff, '\n');
    assertThat(zonekeep.run("get", "k", "-o", "json").json().get("value_base64").getAsString())
        .isEqualTo("AP8K");
  }

  @Test
  void aValueComesFromAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("value"), "from a file");
    assertThat(zonekeep.run("put", "k", "--file", file.toString()).code()).isZero();
    assertThat(zonekeep.run("get", "k").out()).isEqualTo("from a file");
  }

  @Test
  void aFileThatCannotBeReadIsOneLine(@TempDir Path folder) {
    Run put = zonekeep.run("put", "k", "--file", folder.resolve("absent").toString());
    assertThat(put.code()).isEqualTo(ExitCode.USAGE);
    assertThat(put.err()).contains("cannot read").hasLineCount(1);
  }

  @Test
  void putWithoutAValueOnATerminalDoesNotWaitForOne() {
    zonekeep.interactive = true;
    Run put = zonekeep.run("put", "k");
    assertThat(put.code()).isEqualTo(ExitCode.USAGE);
    assertThat(put.err()).contains("no value");
  }

  @Test
  void putIfAbsentRefusesAKeyThatIsThere() {
    assertThat(zonekeep.run("put", "k", "1", "--if-absent").code()).isZero();
    Run second = zonekeep.run("put", "k", "2", "--if-absent");
    assertThat(second.code()).isEqualTo(ExitCode.CONDITION_FAILED);
    assertThat(second.out()).isEmpty();
    assertThat(second.err()).contains("the key has version 1").hasLineCount(1);
    assertThat(zonekeep.run("get", "k").out()).isEqualTo("1");
  }

  @Test
  void putIfVersionWritesOnlyThatVersion() {
    zonekeep.run("put", "k", "1");
    assertThat(zonekeep.run("put", "k", "2", "--if-version", "1").code()).isZero();
    Run stale = zonekeep.run("put", "k", "3", "--if-version", "1", "-o", "json");
    assertThat(stale.code()).isEqualTo(ExitCode.CONDITION_FAILED);
    assertThat(stale.json().get("applied").getAsBoolean()).isFalse();
    assertThat(stale.json().get("version").getAsLong()).isEqualTo(2);
  }

  @Test
  void theTwoConditionsExcludeEachOther() {
    Run put = zonekeep.run("put", "k", "1", "--if-absent", "--if-version", "1");
    assertThat(put.code()).isEqualTo(ExitCode.USAGE);
    assertThat(zonekeep.store.entries).isEmpty();
  }

  @Test
  void ttlIsPassedOnAndShown() {
    zonekeep.run("put", "k", "1", "--ttl", "30m");
    assertThat(zonekeep.store.entries.firstEntry().getValue().remaining())
        .isEqualTo(Optional.of(Duration.ofMinutes(30)));
    assertThat(zonekeep.run("get", "k", "-o", "json").json().get("remaining_millis").getAsLong())
        .isEqualTo(1_800_000);
  }

  @Test
  void aKeyThatIsNotThereIsExitCodeOne() {
    Run get = zonekeep.run("get", "nobody");
    assertThat(get.code()).isEqualTo(ExitCode.CONDITION_FAILED);
    assertThat(get.out()).isEmpty();
    assertThat(get.err()).isEqualTo("zonekeep: no such key: nobody" + System.lineSeparator());
    assertThat(zonekeep.run("delete", "nobody").code()).isEqualTo(ExitCode.CONDITION_FAILED);
  }

  @Test
  void deleteRemovesTheKeyIfItHasTheVersion() {
    zonekeep.run("put", "k", "1");
    Run refused = zonekeep.run("delete", "k", "--if-version", "7");
    assertThat(refused.code()).isEqualTo(ExitCode.CONDITION_FAILED);
    assertThat(refused.err()).contains("the key has version 1");
    assertThat(zonekeep.run("delete", "k", "--if-version", "1").code()).isZero();
    assertThat(zonekeep.store.entries).isEmpty();
  }

  @Test
  void namespaceTargetAndTimeoutAreTakenBeforeAndAfterTheCommand() {
    zonekeep.run("--namespace", "shop", "put", "k", "1", "--timeout", "250ms");
    assertThat(zonekeep.namespace).isEqualTo("shop");
    assertThat(zonekeep.timeout).isEqualTo(Duration.ofMillis(250));
    zonekeep.run("get", "k", "--target", "zonekeep://store.example");
    assertThat(zonekeep.target).isEqualTo("zonekeep://store.example");
    assertThat(zonekeep.namespace).isEqualTo("default");
    assertThat(zonekeep.store.entries).containsKey(bytes("k"));
  }
}
