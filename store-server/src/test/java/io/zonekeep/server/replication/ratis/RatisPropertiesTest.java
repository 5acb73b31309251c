package io.zonekeep.server.replication.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.server.replication.EngineSettings;
import io.zonekeep.server.replication.EngineSettings.Member;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.junit.jupiter.api.Test;

final class RatisPropertiesTest {
  private final RaftProperties properties =
      RatisProperties.of(
          new EngineSettings(
              "test",
              "a",
              List.of(new Member("a", "127.0.0.1", 1)),
              "127.0.0.1",
              Path.of("log"),
              Path.of("snapshots"),
              Duration.ofMillis(300),
              Duration.ofMillis(600),
              64 << 20,
              1 << 20,
              Duration.ofSeconds(60)));

  @Test
  void nothingIsAcknowledgedBeforeItsFsync() {
    assertThat(RaftServerConfigKeys.Log.asyncFlushEnabled(properties)).isFalse();
    assertThat(RaftServerConfigKeys.Log.unsafeFlushEnabled(properties)).isFalse();
    assertThat(RaftServerConfigKeys.Log.appendEntriesComposeEnabled(properties)).isTrue();
  }

  @Test
  void readsUseNoLease() {
    assertThat(RaftServerConfigKeys.Read.leaderLeaseEnabled(properties)).isFalse();
  }

  @Test
  void damageIsNotPassedOver() {
    assertThat(RaftServerConfigKeys.Log.corruptionPolicy(properties))
        .isEqualTo(RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);
  }

  @Test
  void aPrimaryThatSteppedDownStandsAgainSoon() {
    assertThat(
            RaftServerConfigKeys.LeaderElection.leaderStepDownWaitTime(properties)
                .toLong(TimeUnit.MILLISECONDS))
        .isLessThanOrEqualTo(1000);
  }

  @Test
  void theStandbyFetchesSnapshotsItself() {
    assertThat(RaftServerConfigKeys.Log.Appender.installSnapshotEnabled(properties)).isFalse();
  }
}
