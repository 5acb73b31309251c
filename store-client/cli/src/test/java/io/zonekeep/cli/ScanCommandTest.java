package io.zonekeep.cli;

import static io.zonekeep.cli.BytesText.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.cli.CommandFixture.Run;
import io.zonekeep.client.PutOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ScanCommandTest {
  private final CommandFixture zonekeep = new CommandFixture();

  @Test
  void listsTheKeysOfAPrefixInOrder() {
    zonekeep.store.put(bytes("user/2"), bytes("Berta"));
    zonekeep.store.put(
        bytes("user/1"), bytes("Anton"), PutOptions.expiringAfter(Duration.ofSeconds(90)));
    zonekeep.store.put(bytes("other"), bytes("x"));
    Run scan = zonekeep.run("scan", "--prefix", "user/");
    assertThat(scan.code()).isZero();
    assertThat(scan.out().lines())
        .containsExactly(
            "VERSION  EXPIRES IN  KEY     VALUE",
            "2        1m 30s      user/1  Anton",
            "1        -           user/2  Berta");
  }

  @Test
  void keysOnlyLeavesTheValuesOut() {
    zonekeep.store.put(bytes("k"), bytes("v"));
    assertThat(zonekeep.run("scan", "--keys-only").out().lines())
        .containsExactly("VERSION  EXPIRES IN  KEY", "1        -           k");
    assertThat(zonekeep.run("scan", "--keys-only", "-o", "json").out()).doesNotContain("value");
  }

  @Test
  void goesThroughPagesUpToTheLimitAndSaysThatMoreFollow() {
    for (int i = 0; i < 2500; i++) {
      zonekeep.store.put(bytes(String.format("%05d", i)), bytes("v"));
    }
    Run scan = zonekeep.run("scan", "--limit", "2100", "-o", "json");
    assertThat(zonekeep.store.pageLimits).containsExactly(1000, 1000, 100);
    assertThat(scan.json().getAsJsonArray("entries")).hasSize(2100);
    assertThat(scan.json().get("more").getAsBoolean()).isTrue();
    assertThat(scan.err()).contains("raise --limit");
    assertThat(zonekeep.run("scan", "--limit", "3000").err()).isEmpty();
  }

  @Test
  void aLimitBelowOneIsRefused() {
    assertThat(zonekeep.run("scan", "--limit", "0").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void bytesThatAreNoTextAreHexadecimalAndControlCharactersAreEscaped() {
    zonekeep.store.put(new byte[] {(byte) 0xc0, 1}, bytes("bell\u0007 and\nline"));
    zonekeep.store.put(bytes("long"), bytes("x".repeat(200)));
    assertThat(zonekeep.run("scan").out())
        .contains("0xc001", "bell\\x07 and\\nline", "x".repeat(59) + "…")
        .doesNotContain("\u0007");
  }
}
