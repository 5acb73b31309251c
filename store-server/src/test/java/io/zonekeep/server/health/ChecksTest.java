package io.zonekeep.server.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeep.server.api.FakeReplication;
import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.PrimaryHint;
import io.zonekeep.server.replication.ReplicationStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {
  private final AtomicLong nanos = new AtomicLong();
  private final FakeReplication replication = new FakeReplication();

  @TempDir Path folder;

  @Test
  void aDiskThatTakesAWriteInTimePasses() {
    try (DiskWriteCheck check =
        new DiskWriteCheck(folder, Duration.ofSeconds(2), System::nanoTime)) {
      check.start();

      await().until(() -> check.look().detail().contains("took"));
      assertThat(check.look().passing()).isTrue();
    }
  }

  @Test
  void aFolderThatCannotBeWrittenFails() {
    try (DiskWriteCheck check =
        new DiskWriteCheck(folder.resolve("none"), Duration.ofSeconds(2), System::nanoTime)) {
      check.start();

      await().until(() -> !check.look().passing());
      assertThat(check.look().detail()).contains("health.probe failed");
    }
  }

  @Test
  void tooLittleFreeSpaceFails() {
    assertThat(new DiskSpaceCheck(folder, 0).look().passing()).isTrue();
    HealthCheck failed = new DiskSpaceCheck(folder, Long.MAX_VALUE).look();
    assertThat(failed.passing()).isFalse();
    assertThat(failed.detail()).contains("health.disk_free_min");
  }

  @Test
  void aPauseIsRememberedForTenSeconds() {
    try (PauseCheck check = new PauseCheck(Duration.ofSeconds(1), nanos::get)) {
      step(check, Duration.ofMillis(50));
      assertThat(check.look().passing()).isTrue();

      step(check, Duration.ofMillis(1_200));
      assertThat(check.look().passing()).isFalse();
      assertThat(check.look().detail()).contains("1150 ms");

      step(check, Duration.ofMillis(900));
      assertThat(check.look().passing()).isFalse();
      for (int i = 0; i < 11; i++) {
        step(check, Duration.ofMillis(900));
      }
      assertThat(check.look().passing()).isTrue();
    }
  }

  @Test
  void aPrimaryNeedsToHearAMajority() {
    MajorityCheck check = new MajorityCheck(replication, 3, Duration.ofSeconds(2));
    // Of the two peers one is silent: two of three are heard.
    assertThat(check.look().passing()).isTrue();

    replication.become(
        withPeers(
            List.of(
                new ReplicationStatus.Peer("b", 1, 2_001),
                new ReplicationStatus.Peer("c", 1, 9_000))));

    assertThat(check.look().passing()).isFalse();
    assertThat(check.look().detail()).contains("1 of 3 nodes");
  }

  @Test
  void aStandbyNeedsToKnowAPrimary() {
    MajorityCheck check = new MajorityCheck(replication, 3, Duration.ofSeconds(2));
    replication.becomeStandbyOf("b");
    assertThat(check.look().passing()).isTrue();

    replication.become(
        FakeReplication.status(NodeRole.STANDBY, false, new PrimaryHint(8, Optional.empty())));

    assertThat(check.look().passing()).isFalse();
  }

  @Test
  void manyEntriesYetToApplyFail() {
    assertThat(new ApplyLagCheck(replication, 1).look().passing()).isTrue();
    assertThat(new ApplyLagCheck(replication, 0).look().passing()).isFalse();
  }

  private void step(PauseCheck check, Duration duration) {
    nanos.addAndGet(duration.toNanos());
    check.tick();
  }

  private static ReplicationStatus withPeers(List<ReplicationStatus.Peer> peers) {
    return new ReplicationStatus(
        NodeRole.PRIMARY,
        true,
        new PrimaryHint(7, Optional.of("a")),
        7,
        12,
        11,
        10,
        9,
        -1,
        0,
        0,
        Optional.empty(),
        peers);
  }
}
