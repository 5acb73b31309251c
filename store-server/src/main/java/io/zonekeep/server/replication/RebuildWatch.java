package io.zonekeep.server.replication;

import io.zonekeep.server.state.AppliedPosition;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a node that lost its votes its vote back, once it has on disk all that was acknowledged
 * before it began to refuse votes.
 *
 * <p>Why that is enough: the primary that names the position is confirmed, after the gate was
 * closed, by a majority that remembers its votes and does not count this node. A candidate that
 * this node's lost vote could still help would have a majority with it; that majority and the
 * confirming one share a member other than this node, which would then have been in a later term.
 */
public final class RebuildWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RebuildWatch.class);

  private final VoteGate votes;
  private final Engine engine;
  private final PrimaryQuestion primary;
  private final Rebuilt rebuilt;
  private final FatalError fatal;
  private final Duration interval;
  private final Duration answerMax;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("zonekeep-rebuild").daemon().unstarted(task));

  public RebuildWatch(
      VoteGate votes,
      Engine engine,
      PrimaryQuestion primary,
      Rebuilt rebuilt,
      FatalError fatal,
      Duration interval,
      Duration answerMax) {
    this.votes = votes;
    this.engine = engine;
    this.primary = primary;
    this.rebuilt = rebuilt;
    this.fatal = fatal;
    this.interval = interval;
    this.answerMax = answerMax;
  }

  /** The port to the primary. */
  @FunctionalInterface
  public interface PrimaryQuestion {
    /** Asks whoever is primary for {@link ReplicatedStore#catchUpPosition}. */
    CompletableFuture<AppliedPosition> catchUpPosition();
  }

  /** Makes durable that this node may vote again. */
  @FunctionalInterface
  public interface Rebuilt {
    void run() throws IOException;
  }

  /** Begins to ask; the gate is closed already. */
  public void start() {
    ask();
  }

  private void ask() {
    var _ =
        CompletableFuture.completedFuture(primary)
            .thenCompose(PrimaryQuestion::catchUpPosition)
            .orTimeout(answerMax.toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete((position, failure) -> {
              if (failure != null) {
                again(this::ask);
              } else {
                again(() -> openIfReached(position));
              }
            });
  }

  private void openIfReached(AppliedPosition position) {
    EngineStatus status = engine.status();
    if (engine.term() < position.term()
        || Math.min(status.appliedIndex(), status.flushedIndex()) < position.index()) {
      again(() -> openIfReached(position));
      return;
    }
    try {
      rebuilt.run();
      votes.open();
      log.info("rebuilt up to log index {}: this node votes again", position.index());
    } catch (IOException e) {
      fatal.stop("cannot write down that this node is rebuilt", e);
    }
  }

  private void again(Runnable step) {
    if (!thread.isShutdown()) {
      var _ = thread.schedule(step, interval.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
