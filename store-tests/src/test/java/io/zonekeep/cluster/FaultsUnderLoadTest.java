package io.zonekeep.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * One fault after the other on one cluster of three processes while clients call: no call may fail,
 * and all answers must fit a linearizable store.
 */
class FaultsUnderLoadTest {
  private static final Duration SOME = Duration.ofSeconds(2);

  private static TestCluster cluster;
  private RecordedLoad load;
  private String name;

  @BeforeAll
  static void startCluster() {
    cluster = TestCluster.start("faults-under-load");
  }

  @AfterAll
  static void endCluster() {
    cluster.close();
  }

  @BeforeEach
  void startLoad(TestInfo test) {
    name = test.getTestMethod().orElseThrow().getName();
    load = new RecordedLoad(cluster.client().keyValue(TestCluster.NAMESPACE), name);
    load.warmUp(SOME);
  }

  @AfterEach
  void endLoad() {
    load.close();
  }

  @Test
  void killOfThePrimary() throws IOException {
    LocalNode primary = cluster.primary();
    load.fault("kill -9 of " + primary.id(), primary::kill);
    load.awaitProgress();
    cluster.startAndCatchUp(primary);
    assertNothingNoticed();
  }

  @Test
  void killOfAStandby() throws IOException {
    LocalNode standby = cluster.anyStandby();
    load.fault("kill -9 of " + standby.id(), standby::kill);
    load.awaitProgress();
    cluster.startAndCatchUp(standby);
    assertNothingNoticed();
  }

  @Test
  void freezeOfThePrimary() throws IOException {
    LocalNode primary = cluster.primary();
    load.fault("freeze of " + primary.id(), primary::freeze);
    LocalNode next = cluster.view().awaitPrimaryAfter(primary, TestCluster.LONG);
    load.awaitProgress();
    load.fault("thaw of " + primary.id(), primary::thaw);
    load.awaitProgress();
    cluster.view().awaitCaughtUp(primary, TestCluster.LONG);
    assertThat(next).isNotSameAs(primary);
    assertNothingNoticed();
  }

  @Test
  void restartOfThePrimaryHandsOver() throws IOException {
    LocalNode primary = cluster.primary();
    load.fault("stop of " + primary.id(), () -> assertThat(primary.stop()).isZero());
    load.awaitProgress();
    cluster.startAndCatchUp(primary);
    assertNothingNoticed();
  }

  @Test
  void wipeOfAStandby() throws IOException {
    LocalNode standby = cluster.anyStandby();
    load.fault("kill -9 and wipe of " + standby.id(), standby::kill);
    standby.wipe();
    load.awaitProgress();
    cluster.startAndCatchUp(standby);
    assertNothingNoticed();
  }

  @Test
  void wipeOfThePrimary() throws IOException {
    LocalNode primary = cluster.primary();
    load.fault("kill -9 and wipe of " + primary.id(), primary::kill);
    primary.wipe();
    load.awaitProgress();
    cluster.startAndCatchUp(primary);
    assertNothingNoticed();
  }

  @Test
  void rollingRestart() throws IOException {
    for (LocalNode node : cluster.cluster().nodes()) {
      load.fault("stop of " + node.id(), () -> assertThat(node.stop()).isZero());
      cluster.startAndCatchUp(node);
    }
    load.awaitProgress();
    assertNothingNoticed();
  }

  private void assertNothingNoticed() throws IOException {
    load.assertLinearizable(
        cluster.cluster().options().folder().resolve("history-" + name + ".jsonl"));
    assertThat(load.unanswered()).as("calls that failed").isZero();
  }
}
