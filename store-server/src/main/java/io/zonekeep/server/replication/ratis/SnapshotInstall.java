package io.zonekeep.server.replication.ratis;

import io.zonekeep.server.replication.Durable;
import io.zonekeep.server.replication.LogConsumer;
import io.zonekeep.server.replication.ReplicationStatus.Rebuild;
import io.zonekeep.server.replication.SnapshotSource;
import io.zonekeep.server.state.AppliedPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings this node's state up to the begin of the primary's log. First the snapshot is fetched,
 * beside the state in use; then the log is cut to it; then it becomes the state.
 *
 * <p>As soon as it is fetched it counts for what this node has on disk, and the log may be cut. So
 * a complete one is kept under a name of its own until it has become the state, over a crash too.
 */
final class SnapshotInstall {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotInstall.class);

  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Path incoming;
  private final Path fetched;
  private final SnapshotSource source;
  private final LogConsumer consumer;
  private final Executor transfers;

  private volatile Optional<Rebuild> progress = Optional.empty();

  /** When the last transfer failed; the primary asks much more often than it is worth trying. */
  private volatile long failedNanos = System.nanoTime() - RETRY_NANOS;

  SnapshotInstall(Path folder, SnapshotSource source, LogConsumer consumer, Executor transfers) {
    this.incoming = folder.resolve("incoming");
    this.fetched = folder.resolve("fetched");
    this.source = source;
    this.consumer = consumer;
    this.transfers = transfers;
  }

  /** How far a transfer has come; empty: there is none. */
  Optional<Rebuild> progress() {
    return progress;
  }

  /**
   * Fetches a snapshot that reaches {@code indexMin}. Completes with where it reaches; empty if
   * there is none now, and then this is called again.
   */
  CompletableFuture<Optional<AppliedPosition>> begin(long indexMin) {
    return CompletableFuture.supplyAsync(
        () -> System.nanoTime() - failedNanos < RETRY_NANOS ? Optional.empty() : fetch(indexMin),
        transfers);
  }

  private Optional<AppliedPosition> fetch(long indexMin) {
    progress = Optional.of(new Rebuild(0, 0, ""));
    try {
      Durable.deleteTree(incoming);
      Durable.deleteTree(fetched);
      source.fetch(
          indexMin,
          incoming,
          (node, received, total) -> progress = Optional.of(new Rebuild(received, total, node)));
      return check(indexMin);
    } catch (IOException | RuntimeException e) {
      LOG.warn("no snapshot yet that reaches log index {}: {}", indexMin, e.toString());
      progress = Optional.empty();
      failedNanos = System.nanoTime();
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<AppliedPosition> check(long indexMin) throws IOException {
    AppliedPosition position = consumer.positionOf(incoming);
    if (position.index() < indexMin || position.index() <= consumer.applied().index()) {
      throw new IOException("the snapshot reaches only " + position.index());
    }
    Durable.move(incoming, fetched);
    return Optional.of(position);
  }

  /** Makes what was fetched the state. On the thread that applies. */
  void finish() {
    consumer.replaceWith(fetched);
    progress = Optional.empty();
    LOG.info("went on from a snapshot at log index {}", consumer.applied().index());
  }

  /** Before the log is opened: a snapshot for which it was cut must not be lost. */
  void finishAfterCrash() throws IOException {
    Durable.deleteTree(incoming);
    if (!Files.exists(fetched)) {
      return;
    }
    if (consumer.positionOf(fetched).index() > consumer.applied().index()) {
      finish();
    } else {
      Durable.deleteTree(fetched);
    }
  }
}
