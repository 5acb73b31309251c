package io.zonekeep.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.KeyValue;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An fsync of the log that fails: nobody knows what is on that disk now, so the node ends, and
 * nothing that was acknowledged is lost. Real processes with a library before the system call.
 */
@Tag("linux")
class FailingSyncTest {
  private static final int FATAL = 70;
  private static final long SEGMENT_BYTES = 1 << 20;
  private static final int BIG_VALUE_BYTES = 32 << 10;
  private static final Duration SOME = Duration.ofSeconds(2);

  private static final FailingDisk disk = FailingDisk.make();
  private static TestCluster cluster;

  @BeforeAll
  static void startCluster() {
    cluster =
        TestCluster.start(
            "failing-sync",
            options ->
                options
                    .with("log.segment_bytes", SEGMENT_BYTES + "B")
                    .withEnvironment(disk.environment()));
  }

  @AfterAll
  static void endCluster() {
    cluster.close();
  }

  @AfterEach
  void heal() {
    disk.heal();
    cluster.cluster().startAll();
  }

  @Test
  void aPrimaryWhoseLogCannotBeSyncedEnds() throws IOException {
    LocalNode victim = cluster.primary();
    endsAndNothingIsLost("primary", victim, () -> disk.failEverySync(victim));
  }

  @Test
  void aStandbyWhoseLogCannotBeSyncedEnds() throws IOException {
    LocalNode victim = cluster.anyStandby();
    endsAndNothingIsLost("standby", victim, () -> disk.failEverySync(victim));
  }

  /** Linux tells of a failed write-back once: to go on would acknowledge what is not on disk. */
  @Test
  void oneFailedSyncIsEnough() throws IOException {
    LocalNode victim = cluster.primary();
    endsAndNothingIsLost("once", victim, () -> disk.failOneSync(victim));
  }

  @Test
  void aFailedSyncJustBeforeAFileOfTheLogIsClosedIsNotHidden() throws IOException {
    LocalNode victim = cluster.primary();
    endsAndNothingIsLost(
        "full", victim, () -> disk.failOneSyncBehind(victim, SEGMENT_BYTES - 2 * BIG_VALUE_BYTES));
  }

  private static void endsAndNothingIsLost(String name, LocalNode victim, Runnable fault)
      throws IOException {
    long before = disk.failures();
    KeyValue keys = cluster.client().keyValue(TestCluster.NAMESPACE);
    try (RecordedLoad load = new RecordedLoad(keys, name)) {
      load.warmUp(SOME);
      load.fault("failing fsync of " + victim.id(), fault);
      Pause.until("an fsync fails", TestCluster.LONG, () -> filledSome(keys, before));
      victim.process().awaitExit(TestCluster.LONG);
      assertThat(victim.process().exitCode()).isEqualTo(FATAL);
      assertThat(victim.process().output())
          .anyMatch(line -> line.contains("stopping: the log cannot be written"))
          .anyMatch(line -> line.contains("Input/output error"));
      load.awaitProgress();

      disk.heal();
      cluster.startAndCatchUp(victim);
      load.assertLinearizable(
          cluster.cluster().options().folder().resolve("history-" + name + ".jsonl"));
      assertThat(load.unanswered()).as("calls that failed").isZero();
    }
  }

  /** Big writes until an fsync has failed, so that files of the log fill up. */
  private static boolean filledSome(KeyValue keys, long failuresBefore) {
    keys.put("big".getBytes(UTF_8), new byte[BIG_VALUE_BYTES]);
    return disk.failures() > failuresBefore;
  }
}
