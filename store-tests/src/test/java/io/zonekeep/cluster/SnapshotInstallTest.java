package io.zonekeep.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.Entry;
import io.zonekeep.client.KeyValue;
import io.zonekeep.client.PutOptions;
import io.zonekeep.v1.GetStatusResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A node so far behind that the others' logs no longer reach back to where it stands. */
class SnapshotInstallTest {
  private static final int KEYS = 3000;

  /** Each writes more than one file of the log holds. */
  private static final int ROUNDS = 3;

  private static final int VALUE_BYTES = 12 * 1024;

  @Test
  void aNodeFarBehindTakesASnapshotAndCanThenBePrimary() {
    try (TestCluster cluster =
        TestCluster.start(
            "snapshot-install",
            options ->
                options
                    .with("snapshot.log_entries", "500")
                    .with("snapshot.interval_min", "1s")
                    .with("log.segment_bytes", "32MiB"))) {
      KeyValue keys = cluster.client().keyValue(TestCluster.NAMESPACE);
      LocalNode behind = cluster.anyStandby();
      put(keys, 0);
      cluster.view().awaitCaughtUp(behind, TestCluster.LONG);
      behind.stop();
      long stoodAt =
          others(cluster, behind).mapToLong(GetStatusResponse::getAppliedIndex).max().orElseThrow();
      for (int round = 1; round <= ROUNDS; round++) {
        put(keys, round);
      }
      Pause.until(
          "the others have snapshots",
          TestCluster.LONG,
          () ->
              others(cluster, behind)
                  .allMatch(status ->
                      status.getSnapshotIndex() > (stoodAt + status.getAppliedIndex()) / 2));

      cluster.startAndCatchUp(behind);
      assertThat(behind.process().output())
          .as("log of %s", behind.id())
          .anyMatch(line -> line.contains("from a snapshot"));
      assertThat(
              cluster.client().cluster().handOver(Optional.of(behind.id()), Duration.ofSeconds(10)))
          .isEqualTo(behind.id());
      for (int i = 0; i < KEYS; i += 10) {
        Entry entry = keys.get(key(i)).orElseThrow();
        assertThat(new String(entry.value(), UTF_8))
            .startsWith("round " + ROUNDS + " of " + i + "-");
      }
    }
  }

  private static Stream<GetStatusResponse> others(TestCluster cluster, LocalNode behind) {
    return cluster.client().cluster().status().values().stream()
        .filter(status -> !status.getNode().getId().equals(behind.id()));
  }

  /** Some in flight together, so that it is quick. */
  private static void put(KeyValue keys, int round) {
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      byte[] value = ("round " + round + " of " + i + "-".repeat(VALUE_BYTES)).getBytes(UTF_8);
      writes.add(keys.putAsync(key(i), value, PutOptions.ALWAYS));
      if (writes.size() == 20) {
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
        writes.clear();
      }
    }
    CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
  }

  private static byte[] key(int number) {
    return ("key-" + number).getBytes(UTF_8);
  }
}
