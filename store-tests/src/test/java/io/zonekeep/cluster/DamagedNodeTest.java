package io.zonekeep.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.KeyValue;
import io.zonekeep.client.PutOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A node of a live cluster whose files were damaged while its process was down: what a power cut
 * tears is mended by the node itself, anything else is rebuilt from the others and never served.
 */
class DamagedNodeTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int KEYS = 500;
  private static final int REFUSED = 3;

  @Test
  void aTornTailIsCutOffAndNothingIsLost() throws IOException {
    try (TestCluster cluster = TestCluster.start("torn-tail")) {
      LocalNode standby = filled(cluster, 1);
      Path log = LogFiles.open(standby);
      // The first half of a record, and then the zeros that were written ahead.
      try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
        file.seek(endOfRecords(log));
        file.write(new byte[] {(byte) 200, 1, 10, 8, 1, 2, 3});
      }
      cluster.startAndCatchUp(standby);
      assertThat(standby.process().output()).anyMatch(line -> line.contains("TornTailCut"));
      assertThat(movedAside(standby)).isEmpty();
      leadsWithAllKeys(cluster, standby, 1);
    }
  }

  @Test
  void aFlippedByteInTheMiddleOfTheLogIsRebuiltFromTheOthers() throws IOException {
    try (TestCluster cluster = TestCluster.start("flipped-byte")) {
      LocalNode standby = filled(cluster, 2);
      flipInTheMiddle(LogFiles.open(standby));
      cluster.startAndCatchUp(standby);
      assertThat(standby.process().output()).anyMatch(line -> line.contains("the log is damaged"));
      assertThat(movedAside(standby)).hasSize(1);
      leadsWithAllKeys(cluster, standby, 2);
    }
  }

  @Test
  void aDamagedNodeStaysOutIfItMayNotBeWiped() throws IOException {
    try (TestCluster cluster = TestCluster.start("damaged-and-left-alone")) {
      LocalNode standby = filled(cluster, 3);
      Files.writeString(
          standby.config(), "zonekeep.repair.wipe_damaged = false\n", StandardOpenOption.APPEND);
      flipInTheMiddle(LogFiles.open(standby));
      standby.start();
      standby.process().awaitExit(SOON);
      assertThat(standby.process().exitCode()).isEqualTo(REFUSED);
      assertThat(standby.process().output())
          .anyMatch(line -> line.contains("repair.wipe_damaged = true"));
      assertThat(movedAside(standby)).isEmpty();
    }
  }

  /** Writes keys, and kills a standby that has them all. */
  private static LocalNode filled(TestCluster cluster, int round) {
    LocalNode standby = cluster.anyStandby();
    KeyValue keys = cluster.client().keyValue(TestCluster.NAMESPACE);
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      writes.add(keys.putAsync(key(i), value(i, round), PutOptions.ALWAYS));
      if (writes.size() == 10) {
        // In small groups, so that the log has many entries.
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
        writes.clear();
      }
    }
    cluster.view().awaitCaughtUp(standby, TestCluster.LONG);
    standby.kill();
    return standby;
  }

  private static void leadsWithAllKeys(TestCluster cluster, LocalNode node, int round) {
    Pause.until(
        node.id() + " takes the primary's role",
        TestCluster.LONG,
        () -> cluster.primary() == node || handedOver(cluster, node));
    KeyValue keys = cluster.client().keyValue(TestCluster.NAMESPACE);
    for (int i = 0; i < KEYS; i++) {
      assertThat(keys.get(key(i)).orElseThrow().value()).isEqualTo(value(i, round));
    }
  }

  /** A node that was rebuilt gets its vote back only after it has caught up. */
  private static boolean handedOver(TestCluster cluster, LocalNode node) {
    try {
      return cluster
          .client()
          .cluster()
          .handOver(Optional.of(node.id()), Duration.ofSeconds(5))
          .equals(node.id());
    } catch (io.zonekeep.client.ZonekeepException notYet) {
      return false;
    }
  }

  private static void flipInTheMiddle(Path log) throws IOException {
    long middle = endOfRecords(log) / 2;
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
      file.seek(middle);
      int old = file.read();
      file.seek(middle);
      file.write(old ^ 0x10);
    }
  }

  /** Where the zeros begin. The last byte of a checksum may be zero too, rarely and harmlessly. */
  private static long endOfRecords(Path log) throws IOException {
    byte[] bytes = Files.readAllBytes(log);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return end;
  }

  private static List<Path> movedAside(LocalNode node) throws IOException {
    try (Stream<Path> files = Files.list(node.dataFolder())) {
      return files.filter(file -> file.getFileName().toString().startsWith("damaged-")).toList();
    }
  }

  private static byte[] key(int number) {
    return ("key-" + number).getBytes(UTF_8);
  }

  private static byte[] value(int number, int round) {
    return ("value " + number + " of round " + round).getBytes(UTF_8);
  }
}
