package io.zonekeep.server.replication.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonekeep.server.replication.NotPrimaryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An election that was begun although the old primary lives, as behind a firewall that resets. */
final class ForcedElectionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void theOldPrimaryNeverAnswersWithOldState() throws Exception {
    try (Cluster cluster = new Cluster(folder, 3).start()) {
      AtomicLong written = new AtomicLong();
      AtomicBoolean stop = new AtomicBoolean();
      AtomicReference<@Nullable String> stale = new AtomicReference<>();
      cluster.primary();
      Thread writer = new Thread(() -> writeGrowingNumbers(cluster, written, stop));
      writer.start();
      Thread[] readers = new Thread[cluster.members().size()];
      for (int i = 0; i < readers.length; i++) {
        String id = cluster.members().get(i).nodeId();
        readers[i] = new Thread(() -> readThrough(cluster.node(id), written, stop, stale));
        readers[i].start();
      }
      int elections = 0;
      for (int i = 0; i < 8; i++) {
        Thread.sleep(250);
        if (cluster.standby().engine.standForElection()) {
          elections++;
        }
      }
      Thread.sleep(250);
      stop.set(true);
      writer.join();
      for (Thread reader : readers) {
        reader.join();
      }
      assertThat(stale.get()).isNull();
      assertThat(elections).isGreaterThan(2);
      assertThat(written.get()).isPositive();
    }
  }

  private static void writeGrowingNumbers(Cluster cluster, AtomicLong written, AtomicBoolean stop) {
    long number = 1;
    while (!stop.get()) {
      try {
        Writes.put(cluster.primary(), "k", String.valueOf(number));
        written.set(number++);
      } catch (ExecutionException e) {
        // Not primary any more, or unknown: the number is written again.
        Thread.onSpinWait();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void readThrough(
      Node node, AtomicLong written, AtomicBoolean stop, AtomicReference<@Nullable String> stale) {
    while (!stop.get()) {
      long before = written.get();
      try {
        Optional<String> read = Writes.read(node, "k");
        long seen = read.map(Long::parseLong).orElse(0L);
        if (seen < before) {
          stale.set(node.id + " answered " + seen + " after " + before + " was written");
        }
      } catch (ExecutionException e) {
        Thread.onSpinWait();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void aPrimaryThatIsCutOffAnswersNoRead() throws Exception {
    try (Cluster cluster = new Cluster(folder, 3).start()) {
      Node primary = cluster.primary();
      Writes.put(primary, "k", "v");
      assertThat(Writes.read(primary, "k")).contains("v");
      primary.cutOff = true;
      assertThatThrownBy(() -> Writes.read(primary, "k"))
          .hasCauseInstanceOf(NotPrimaryException.class);
    }
  }

  @Test
  void aStandbyThatStandsComesToOfficeAndTheOldPrimaryRefuses() throws Exception {
    try (Cluster cluster = new Cluster(folder, 3).start()) {
      Node first = cluster.primary();
      Writes.put(first, "k", "v");
      cluster.converge();
      Node standby = cluster.standby();
      assertThat(standby.engine.standForElection()).isTrue();
      await().atMost(PATIENCE).until(() -> standby.store.status().serving());
      assertThat(Writes.read(standby, "k")).contains("v");
      await().atMost(PATIENCE).until(() -> !first.store.status().serving());
      assertThatThrownBy(() -> Writes.put(first, "k", "w"))
          .hasCauseInstanceOf(NotPrimaryException.class);
    }
  }
}
