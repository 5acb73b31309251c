package io.zonekeep.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.KeyValue;
import io.zonekeep.client.PutOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A standby that takes nothing more, and does not say so: its connection stays open. */
class FrozenStandbyTest {
  private static final int VALUE_BYTES = 512 << 10;

  /** Four times the primary's heap in all. */
  private static final int WRITES = 1024;

  private static final int IN_FLIGHT = 8;

  @Test
  void theWritesItDoesNotTakeDoNotFillThePrimarysMemory() {
    try (TestCluster cluster =
        TestCluster.start(
            "frozen-standby",
            options ->
                options
                    .withJvmFlags("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                    .with("pipeline.queue_bytes", "8MiB")
                    .with("log.segment_bytes", "4MiB")
                    .with("snapshot.log_bytes", "16MiB")
                    .with("snapshot.interval_min", "1s"))) {
      LocalNode primary = cluster.primary();
      LocalNode frozen = cluster.anyStandby();
      KeyValue keys = cluster.client().keyValue(TestCluster.NAMESPACE);
      frozen.freeze();
      write(keys);
      assertThat(primary.isRunning()).as("the primary that began runs").isTrue();
      assertThat(cluster.primary()).isSameAs(primary);
      frozen.thaw();
      cluster.view().awaitCaughtUp(frozen, TestCluster.LONG);
      assertThat(keys.get(key(WRITES - 1)).orElseThrow().value()).hasSize(VALUE_BYTES);
    }
  }

  private static void write(KeyValue keys) {
    byte[] value = new byte[VALUE_BYTES];
    List<CompletableFuture<?>> inFlight = new ArrayList<>();
    for (int i = 0; i < WRITES; i++) {
      inFlight.add(keys.putAsync(key(i), value, PutOptions.ALWAYS));
      if (inFlight.size() == IN_FLIGHT) {
        CompletableFuture.allOf(inFlight.toArray(CompletableFuture[]::new)).join();
        inFlight.clear();
      }
    }
  }

  private static byte[] key(int number) {
    return ("key-" + number % 16).getBytes(UTF_8);
  }
}
