package io.zonekeep.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ExpirySweeperTest {
  private final PrimaryState primary = new PrimaryState();
  private final ExpirySweeper sweeper =
      new ExpirySweeper(2, primary.clock, primary.reader(), primary::submit);

  @Test
  void nothingIsLoggedBeforeARecordIsDue() {
    primary.put("k", 1000);
    step(999);
    assertThat(sweeper.sweep()).isFalse();
    assertThat(primary.submitted).isEmpty();
  }

  @Test
  void aDueRecordStaysUntilTheLogRemovesIt() {
    primary.put("k", 1000);
    step(1000);
    assertThat(sweeper.sweep()).isFalse();
    assertThat(primary.exists("k")).isTrue();
    primary.applyAll();
    assertThat(primary.exists("k")).isFalse();
  }

  @Test
  void oneCommandIsUnderWayAtATimeAndMoreFollowAtOnce() {
    for (int i = 0; i < 3; i++) {
      primary.put("k" + i, 1000);
    }
    step(1000);
    assertThat(sweeper.sweep()).isTrue();
    assertThat(sweeper.sweep()).isFalse();
    assertThat(primary.submitted).hasSize(1);
    primary.applyAll();
    assertThat(sweeper.sweep()).isFalse();
    primary.applyAll();
    assertThat(primary.exists("k2")).isFalse();
  }

  @Test
  void afterARefusalItTriesAgain() {
    primary.put("k", 1000);
    step(1000);
    primary.queueFull = true;
    assertThat(sweeper.sweep()).isFalse();
    primary.queueFull = false;
    assertThat(sweeper.sweep()).isFalse();
    primary.applyAll();
    assertThat(primary.exists("k")).isFalse();
  }

  private void step(long millis) {
    primary.monotonic.step(Duration.ofMillis(millis));
  }
}
