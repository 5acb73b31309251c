package io.zonekeep.server.replication.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeep.server.replication.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node goes on from after it went down. */
final class RestartTest {
  @TempDir Path folder;

  @Test
  void allIsReplayedIfNothingWasFlushed() throws Exception {
    try (Cluster cluster = new Cluster(folder, 1).start()) {
      Node before = cluster.primary();
      Writes.put(before, "k", "v");
      cluster.crash("a");
      Node after = cluster.start("a");
      assertThat(Writes.read(cluster.primary(), "k")).contains("v");
      assertThat(after.state.given().getFirst()).isZero();
    }
  }

  @Test
  void replayBeginsRightAfterWhatWasOnDisk() throws Exception {
    try (Cluster cluster = new Cluster(folder, 1).start()) {
      Node before = cluster.primary();
      Writes.put(before, "flushed", "1");
      before.takeSnapshot();
      long onDisk = before.snapshots.newestPosition().index();
      Writes.put(before, "not flushed", "2");
      cluster.crash("a");
      Node after = cluster.start("a");
      Node primary = cluster.primary();
      assertThat(Writes.read(primary, "flushed")).contains("1");
      assertThat(Writes.read(primary, "not flushed")).contains("2");
      List<Long> given = List.copyOf(after.state.given());
      assertThat(given)
          .containsExactlyElementsOf(
              LongStream.rangeClosed(onDisk + 1, given.getLast()).boxed().toList());
    }
  }

  @Test
  void aStandbyFarBehindGetsASnapshotAndTheLogAfterIt() throws Exception {
    try (Cluster cluster = new Cluster(folder, 3, 256 << 10).start()) {
      Node standby = cluster.standby();
      Writes.put(cluster.primary(), "early", "1");
      cluster.converge();
      cluster.crash(standby.id);
      fill(cluster.primary(), 400);
      for (Node node : cluster.nodes()) {
        node.takeSnapshot();
      }
      fill(cluster.primary(), 400);
      for (Node node : cluster.nodes()) {
        node.takeSnapshot();
      }
      for (Node node : cluster.nodes()) {
        await().atMost(Duration.ofSeconds(30)).until(() -> firstLogIndex(node) > 0);
      }
      Writes.put(cluster.primary(), "late", "2");
      Node back = cluster.start(standby.id);
      cluster.converge();
      assertThat(back.state.given())
          .noneMatch(index -> index == standby.state.applied().index() + 1);
      assertThat(Writes.readLocal(back, "early")).contains("1");
      assertThat(Writes.readLocal(back, "late")).contains("2");
      assertThat(back.fatalErrors).isEmpty();
      // What was installed is on disk: after a crash it goes on from there.
      cluster.crash(back.id);
      Node again = cluster.start(back.id);
      cluster.converge();
      assertThat(Writes.readLocal(again, "late")).contains("2");
    }
  }

  @Test
  void aFetchedSnapshotSurvivesACrashBeforeItWasInstalled() throws Exception {
    try (Cluster cluster = new Cluster(folder, 1).start()) {
      Node before = cluster.primary();
      Writes.put(before, "k", "v");
      before.takeSnapshot();
      Path snapshot;
      try (var held = before.snapshots.newest(0).orElseThrow()) {
        snapshot = held.folder();
        Node.copy(snapshot, folder.resolve("a/snapshots/fetched"));
      }
      cluster.stop("a");
      Durable.deleteTree(folder.resolve("a/state"));
      Node after = cluster.start("a");
      assertThat(Writes.read(cluster.primary(), "k")).contains("v");
      assertThat(after.state.given()).doesNotContain(0L, 1L);
    }
  }

  private static void fill(Node primary, int writes) throws Exception {
    String kibibytes = "x".repeat(2048);
    for (int i = 0; i < writes; i++) {
      Writes.put(primary, "fill" + i, kibibytes);
    }
  }

  private static long firstLogIndex(Node node) throws IOException {
    try (Stream<Path> files = Files.list(node.logFolder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("log_"))
          .mapToLong(name -> Long.parseLong(name.replaceAll("log_(inprogress_)?(\\d+).*", "$2")))
          .min()
          .orElseThrow();
    }
  }
}
