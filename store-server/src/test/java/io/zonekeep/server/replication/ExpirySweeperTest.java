package io.zonekeep.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ExpirySweeperTest {
  private final PrimaryState primary = new PrimaryState();
  private final ExpirySweeper sweeper =
      new ExpirySweeper(2, primary.clock, primary.reader(), primary::submit);

  private int more;

  @Test
  void nothingIsLoggedBeforeARecordIsDue() {
    primary.put("k", 1000);
    step(999);
    sweep();
    assertThat(primary.submitted).isEmpty();
  }

  @Test
  void aDueRecordStaysUntilTheLogRemovesIt() {
    primary.put("k", 1000);
    step(1000);
    sweep();
    assertThat(primary.exists("k")).isTrue();
    primary.applyAll();
    assertThat(primary.exists("k")).isFalse();
    assertThat(more).isZero();
  }

  @Test
  void oneCommandIsUnderWayAtATimeAndMoreFollowAtOnce() {
    for (int i = 0; i < 3; i++) {
      primary.put("k" + i, 1000);
    }
    step(1000);
    sweep();
    sweep();
    assertThat(primary.submitted).hasSize(1);
    assertThat(more).isZero();
    primary.applyAll();
    assertThat(more).isEqualTo(1);
    sweep();
    primary.applyAll();
    assertThat(primary.exists("k2")).isFalse();
  }

  @Test
  void afterARefusalItTriesAgainAtTheNextInterval() {
    primary.put("k", 1000);
    step(1000);
    primary.queueFull = true;
    sweep();
    assertThat(more).isZero();
    primary.queueFull = false;
    sweep();
    primary.applyAll();
    assertThat(primary.exists("k")).isFalse();
  }

  private void sweep() {
    sweeper.sweep(() -> more++);
  }

  private void step(long millis) {
    primary.monotonic.step(Duration.ofMillis(millis));
  }
}
