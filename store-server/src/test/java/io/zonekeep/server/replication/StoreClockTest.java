package io.zonekeep.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class StoreClockTest {
  private final SteppedClock monotonic = new SteppedClock();
  private final AtomicLong wall = new AtomicLong(1_000_000);
  private final StoreClock clock = new StoreClock(monotonic, wall::get, Duration.ofSeconds(1));

  @Test
  void theVeryFirstPrimaryBeginsAtTheWallClockAndRuns() {
    clock.begin(0);
    monotonic.step(Duration.ofMillis(5));
    assertThat(clock.millis()).isEqualTo(1_000_005);
  }

  @Test
  void aNewPrimaryStandsStillForTheTouchIntervalAtTheLastStamp() {
    clock.begin(500_000);
    assertThat(clock.millis()).isEqualTo(500_000);
    monotonic.step(Duration.ofSeconds(1));
    assertThat(clock.millis()).isEqualTo(500_000);
    monotonic.step(Duration.ofMillis(250));
    assertThat(clock.millis()).isEqualTo(500_250);
  }

  @Test
  void theWallClockMovesNothing() {
    clock.begin(500_000);
    wall.addAndGet(-800_000);
    monotonic.step(Duration.ofSeconds(2));
    wall.addAndGet(80_000_000);
    assertThat(clock.millis()).isEqualTo(501_000);
  }

  @Test
  void itNeverGoesBackWithinATerm() {
    clock.begin(500_000);
    monotonic.step(Duration.ofSeconds(5));
    long before = clock.millis();
    monotonic.step(Duration.ofSeconds(-3));
    assertThat(clock.millis()).isEqualTo(before);
  }

  @Test
  void timeThatNoPrimaryLoggedIsNotCounted() {
    clock.begin(500_000);
    monotonic.step(Duration.ofHours(1));
    clock.begin(501_000);
    assertThat(clock.millis()).isEqualTo(501_000);
  }
}
