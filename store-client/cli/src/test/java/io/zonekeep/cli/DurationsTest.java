package io.zonekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

final class DurationsTest {
  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "30s, PT30S", "5m, PT5M", "2h, PT2H", "7d, PT168H", "0s, PT0S"})
  void unitsAreRead(String written, Duration expected) {
    assertThat(Durations.parse(written)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"30", "s", "-5s", "1.5h", "5 m", "''", "9999999999999s"})
  void anythingElseIsRefusedWithAnExample(String written) {
    assertThatThrownBy(() -> Durations.parse(written))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("such as 30s");
  }

  @Test
  void theTwoLargestUnitsAreShown() {
    assertThat(Durations.shown(Duration.ofMillis(250))).isEqualTo("250ms");
    assertThat(Durations.shown(Duration.ofMillis(59_999))).isEqualTo("59s");
    assertThat(Durations.shown(Duration.ofSeconds(60))).isEqualTo("1m");
    assertThat(Durations.shown(Duration.ofSeconds(3_661))).isEqualTo("1h 1m");
    assertThat(Durations.shown(Duration.ofHours(49))).isEqualTo("2d 1h");
  }
}
