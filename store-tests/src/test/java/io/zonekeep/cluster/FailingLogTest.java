package io.zonekeep.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.KeyValue;
import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A primary whose log cannot be written any more. */
class FailingLogTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int FATAL = 70;
  private static final int FILE_KIBIBYTES_MAX = 6 * 1024;
  private static final int VALUE_BYTES = 64 * 1024;
  private static final int WRITES_MAX = 300;

  @Test
  void itEndsAtOnceAndAStandbyTakesOverWithoutALostWrite() {
    try (TestCluster cluster = TestCluster.start("failing-log")) {
      LocalNode doomed = cluster.anyStandby();
      doomed.stop();
      doomed.startWithFilesUpTo(FILE_KIBIBYTES_MAX);
      doomed.awaitReady(SOON);
      cluster.view().awaitCaughtUp(doomed, TestCluster.LONG);
      assertThat(
              cluster.client().cluster().handOver(Optional.of(doomed.id()), Duration.ofSeconds(10)))
          .isEqualTo(doomed.id());

      KeyValue keys = cluster.client().keyValue(TestCluster.NAMESPACE);
      int written = 0;
      while (doomed.isRunning() && written < WRITES_MAX) {
        keys.put(key(written), value(written));
        written++;
      }
      doomed.process().awaitExit(SOON);
      assertThat(doomed.process().exitCode()).isEqualTo(FATAL);
      assertThat(doomed.process().output())
          .anyMatch(line -> line.contains("the log cannot be written"));
      assertThat(cluster.primary()).isNotSameAs(doomed);
      try (ZonekeepClient fresh = Zonekeep.connect(cluster.cluster().target())) {
        KeyValue read = fresh.keyValue(TestCluster.NAMESPACE);
        for (int i = 0; i < written; i++) {
          assertThat(read.get(key(i)).orElseThrow().value()).isEqualTo(value(i));
        }
      }
    }
  }

  private static byte[] key(int number) {
    return ("key-" + number).getBytes(UTF_8);
  }

  private static byte[] value(int number) {
    return (number + "-".repeat(VALUE_BYTES)).getBytes(UTF_8);
  }
}
