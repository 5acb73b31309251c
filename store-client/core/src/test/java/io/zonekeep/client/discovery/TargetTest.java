package io.zonekeep.client.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetTest {
  @Test
  void aListNamesNodes() {
    Target target = Target.parse("zonekeep:///a:1, b ,[::1]:3,fe80::1,127.0.0.1:5");
    assertThat(target.hosts())
        .containsExactly(
            new HostPort("a", 1),
            new HostPort("b", 7101),
            new HostPort("::1", 3),
            new HostPort("fe80::1", 7101),
            new HostPort("127.0.0.1", 5));
    assertThat(target.service()).isFalse();
  }

  @Test
  void aNameWithoutAPortMayHaveServiceRecords() {
    assertThat(Target.parse("zonekeep://store.example").service()).isTrue();
    assertThat(Target.parse("zonekeep://store.example/").service()).isTrue();
    Target withPort = Target.parse("zonekeep://store.example:7000");
    assertThat(withPort.service()).isFalse();
    assertThat(withPort.hosts()).containsExactly(new HostPort("store.example", 7000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a:1",
        "dns:///a",
        "zonekeep://",
        "zonekeep:///",
        "zonekeep:///a,,b",
        "zonekeep:///a:0",
        "zonekeep:///a:65536",
        "zonekeep:///a:x",
        "zonekeep:///a:",
        "zonekeep:///a/b:1",
      })
  void anythingElseIsRefused(String target) {
    assertThatIllegalArgumentException().isThrownBy(() -> Target.parse(target));
  }

  @Test
  void moreHostsThanTheBoundAreRefused() {
    String hosts = "a,".repeat(Target.HOSTS_MAX) + "a";
    assertThatIllegalArgumentException().isThrownBy(() -> Target.parse("zonekeep:///" + hosts));
  }
}
