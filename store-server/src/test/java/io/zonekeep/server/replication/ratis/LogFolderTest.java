package io.zonekeep.server.replication.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.server.replication.Durable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFolderTest {
  @TempDir Path path;
  private final List<String> fatalErrors = new ArrayList<>();

  @Test
  void theNameOfANewFileIsOnDiskBeforeItsEntriesCount() throws Exception {
    LogFolder folder = new LogFolder(path, (what, cause) -> fatalErrors.add(what));
    Files.createFile(path.resolve("log_inprogress_0"));
    folder.beforeLogSync();
    assertThat(folder.syncs()).isEqualTo(1);
    folder.beforeLogSync();
    assertThat(folder.syncs()).isEqualTo(1);
    Files.move(path.resolve("log_inprogress_0"), path.resolve("log_0-9"));
    Files.createFile(path.resolve("log_inprogress_10"));
    folder.beforeLogSync();
    assertThat(folder.syncs()).isEqualTo(2);
  }

  @Test
  void afterTheLogWasCutTheSameNameIsANewFile() throws Exception {
    LogFolder folder = new LogFolder(path, (what, cause) -> fatalErrors.add(what));
    Files.createFile(path.resolve("log_inprogress_0"));
    folder.beforeLogSync();
    folder.logCut();
    folder.beforeLogSync();
    assertThat(folder.syncs()).isEqualTo(2);
  }

  @Test
  void aLogThatCannotBeWrittenEndsTheNode() throws Exception {
    try (Cluster cluster = new Cluster(path, 1, 128 << 10).start()) {
      Node node = cluster.primary();
      Writes.put(node, "k", "v");
      Durable.deleteTree(node.logFolder());
      // The open file still takes writes; the next one cannot be made.
      for (int i = 0; i < 100 && node.fatalErrors.isEmpty(); i++) {
        var _ = node.store.submit(Writes.put("k" + i, "v".repeat(8 << 10)));
        Thread.sleep(20);
      }
      assertThat(node.fatalErrors).isNotEmpty();
      assertThat(node.fatalErrors.getFirst()).contains("log");
    }
  }
}
