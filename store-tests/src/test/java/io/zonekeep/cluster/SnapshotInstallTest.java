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
import org.junit.jupiter.api.Test;

/** A node so far behind that the others' logs no longer reach back to where it stands. */
class SnapshotInstallTest {
  private static final int KEYS = 1000;
  private static final int VALUE_BYTES = 4 * 1024;

  /** Each writes as much as two files of the log hold; two snapshots later they are dropped. */
  private static final int ROUNDS_MAX = 100;

  @Test
  void aNodeFarBehindTakesASnapshotAndCanThenBePrimary() {
    try (TestCluster cluster =
        TestCluster.start(
            "snapshot-install",
            options ->
                options
                    .with("snapshot.log_entries", "50")
                    .with("snapshot.interval_min", "100ms")
                    .with("log.segment_bytes", "2MiB"))) {
      KeyValue keys = cluster.client().keyValue(TestCluster.NAMESPACE);
      LocalNode behind = cluster.anyStandby();
      put(keys, 0);
      cluster.view().awaitCaughtUp(behind, TestCluster.LONG);
      behind.stop();
      long stoodAt = committed(cluster);
      int round = 0;
      do {
        put(keys, ++round);
        assertThat(round).as("rounds, and the others still keep it all").isLessThan(ROUNDS_MAX);
      } while (!othersBeginAfter(cluster, behind, stoodAt));

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
            .startsWith("round " + round + " of " + i + "-");
      }
    }
  }

  private static long committed(TestCluster cluster) {
    return cluster.client().cluster().status().values().stream()
        .mapToLong(GetStatusResponse::getCommittedIndex)
        .max()
        .orElseThrow();
  }

  private static boolean othersBeginAfter(TestCluster cluster, LocalNode behind, long index) {
    return cluster.cluster().nodes().stream()
        .filter(node -> node != behind)
        .allMatch(node -> LogFiles.firstIndex(node) > index + 1);
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
