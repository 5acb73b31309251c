package io.zonekeep.server.replication;

import io.zonekeep.server.replication.ReplicationStatus.Peer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A planned change of the primary. Writes wait in the queue until none is under way and the standby
 * has all, so that no outcome is unknown; then the standby is told to stand. If it does not come to
 * office the writes go on here.
 */
final class HandOver {
  /** Appends are refused from the request to the new primary's first entry, or for so long. */
  private static final Duration TRANSFER_MAX = Duration.ofMillis(300);

  private static final long SILENT_MILLIS_MAX = 1000;

  private final Engine engine;
  private final WritePipeline pipeline;
  private final AtomicBoolean underWay = new AtomicBoolean();

  HandOver(Engine engine, WritePipeline pipeline) {
    this.engine = engine;
    this.pipeline = pipeline;
  }

  /** As {@link Replication#handOver}. */
  CompletableFuture<PrimaryHint> start(Optional<String> target, Duration timeout) {
    CompletableFuture<PrimaryHint> done = new CompletableFuture<>();
    if (!underWay.compareAndSet(false, true)) {
      done.completeExceptionally(new HandOverRefusedException("another handover is under way"));
      return done;
    }
    Thread.ofVirtual().name("zonekeep-handover").start(() -> run(target, timeout, done));
    return done;
  }

  private void run(Optional<String> target, Duration timeout, CompletableFuture<PrimaryHint> done) {
    try {
      done.complete(run(target, System.nanoTime() + timeout.toNanos()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      done.completeExceptionally(new HandOverRefusedException("interrupted"));
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    } finally {
      pipeline.resume();
      underWay.set(false);
    }
  }

  private PrimaryHint run(Optional<String> target, long deadlineNanos) throws InterruptedException {
    List<String> standbys = choose(target);
    if (!pipeline.pauseAndDrain(left(deadlineNanos))) {
      throw new HandOverRefusedException("writes under way did not end in time");
    }
    HandOverRefusedException refusal = new HandOverRefusedException("no standby answers");
    for (String standby : standbys) {
      try {
        handOver(standby, deadlineNanos);
      } catch (HandOverRefusedException e) {
        refusal = e;
      }
      if (engine.status().role() != NodeRole.PRIMARY) {
        return successor(deadlineNanos);
      }
    }
    throw refusal;
  }

  /** The role is gone, though perhaps to nobody yet: an election that was begun goes on. */
  private PrimaryHint successor(long deadlineNanos) throws InterruptedException {
    EngineStatus status = engine.status();
    while (status.primary().nodeId().isEmpty()) {
      if (left(deadlineNanos).isZero()) {
        throw new HandOverRefusedException("no standby has come to office yet");
      }
      Thread.sleep(1);
      status = engine.status();
    }
    if (status.role() == NodeRole.PRIMARY) {
      throw new HandOverRefusedException("the role came back to this node");
    }
    return status.primary();
  }

  /** Those that may be asked, whoever has come furthest first. */
  private List<String> choose(Optional<String> target) {
    EngineStatus status = engine.status();
    if (status.role() != NodeRole.PRIMARY) {
      throw new HandOverRefusedException("this node is not the primary");
    }
    if (target.isPresent()
        && status.peers().stream().noneMatch(peer -> peer.nodeId().equals(target.get()))) {
      throw new HandOverRefusedException(target.get() + " is no standby");
    }
    return status.peers().stream()
        .filter(peer -> target.map(peer.nodeId()::equals).orElse(true))
        .filter(peer -> peer.silentMillis() <= SILENT_MILLIS_MAX)
        .sorted(Comparator.comparingLong(Peer::durableIndex).reversed())
        .map(Peer::nodeId)
        .toList();
  }

  private void handOver(String standby, long deadlineNanos) throws InterruptedException {
    while (!hasAll(standby)) {
      if (engine.status().role() != NodeRole.PRIMARY) {
        throw new HandOverRefusedException("this node lost the role meanwhile");
      }
      if (left(deadlineNanos).isZero()) {
        throw new HandOverRefusedException(standby + " did not catch up in time");
      }
      Thread.sleep(1);
    }
    transfer(standby, left(deadlineNanos));
  }

  private boolean hasAll(String standby) {
    EngineStatus status = engine.status();
    return status.peers().stream()
        .anyMatch(
            peer -> peer.nodeId().equals(standby) && peer.durableIndex() >= status.lastLogIndex());
  }

  private void transfer(String standby, Duration left) throws InterruptedException {
    Duration wait = left.compareTo(TRANSFER_MAX) < 0 ? left.plusMillis(1) : TRANSFER_MAX;
    try {
      engine.handOver(standby, wait).get(2 * wait.toMillis() + 1000, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof HandOverRefusedException refused
          ? refused
          : new HandOverRefusedException(String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      throw new HandOverRefusedException(standby + " did not come to office in time");
    }
  }

  private static Duration left(long deadlineNanos) {
    return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
  }
}
