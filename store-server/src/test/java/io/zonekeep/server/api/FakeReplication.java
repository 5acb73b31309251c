package io.zonekeep.server.api;

import io.zonekeep.server.replication.HandOverRefusedException;
import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.NotPrimaryException;
import io.zonekeep.server.replication.PrimaryHint;
import io.zonekeep.server.replication.Replication;
import io.zonekeep.server.replication.ReplicationStatus;
import io.zonekeep.server.replication.StandbyBehindException;
import io.zonekeep.server.state.Command;
import io.zonekeep.server.state.DedupeWindow;
import io.zonekeep.server.state.Entry;
import io.zonekeep.server.state.FeedWindow;
import io.zonekeep.server.state.MemoryStore;
import io.zonekeep.server.state.Result;
import io.zonekeep.server.state.SessionKey;
import io.zonekeep.server.state.StateMachine;
import io.zonekeep.server.state.StateReader;
import io.zonekeep.server.state.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A log of one, in memory: writes are applied to the real state at once. Tests turn it into a
 * standby, let writes fail, or hold back all answers.
 */
public final class FakeReplication implements Replication {
  public static final long STORE_TIME_MILLIS = 5_000_000;

  private final StateMachine state = new StateMachine(new MemoryStore());
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> held = new ArrayList<>();
  private Optional<RuntimeException> failure = Optional.empty();
  private FeedWindow feedWindow = new FeedWindow(true, 600_000, 1 << 20, 1 << 20, 16 << 10);
  private boolean holding;
  private long index;
  private volatile ReplicationStatus status =
      status(NodeRole.PRIMARY, true, new PrimaryHint(7, Optional.of("a")));

  /** A status with these, and some of everything else. */
  public static ReplicationStatus status(NodeRole role, boolean serving, PrimaryHint primary) {
    return new ReplicationStatus(
        role,
        serving,
        primary,
        7,
        12,
        11,
        10,
        9,
        -1,
        STORE_TIME_MILLIS,
        3,
        Optional.of(new ReplicationStatus.Rebuild(5, 50, "b")),
        List.of(
            new ReplicationStatus.Peer("b", 11, 20), new ReplicationStatus.Peer("c", 0, 90_000)));
  }

  /** Changes the status and tells the listeners. */
  public void become(ReplicationStatus next) {
    status = next;
    listeners.forEach(Runnable::run);
  }

  public void becomeStandbyOf(String primary) {
    become(status(NodeRole.STANDBY, false, new PrimaryHint(8, Optional.of(primary))));
  }

  /** What the feed keeps from now on. */
  public synchronized void feed(FeedWindow window) {
    feedWindow = window;
  }

  /** All further calls fail so. */
  public synchronized void fail(RuntimeException reason) {
    failure = Optional.of(reason);
  }

  /** Keeps back the answers of further writes and reads until {@link #release}. */
  public synchronized void hold() {
    holding = true;
  }

  /** Gives all answers that were kept back. */
  public void release() {
    List<Runnable> all;
    synchronized (this) {
      holding = false;
      all = List.copyOf(held);
      held.clear();
    }
    all.forEach(Runnable::run);
  }

  public synchronized int heldAnswers() {
    return held.size();
  }

  @Override
  public synchronized CompletableFuture<Result> submit(Write write) {
    return unlessRefused(() -> answer(apply(write)));
  }

  @Override
  public synchronized <T> CompletableFuture<T> read(Function<StateReader, T> query) {
    return unlessRefused(() -> answer(query.apply(state.reader())));
  }

  @Override
  public synchronized <T> T readLocal(long versionMin, Function<StateReader, T> query) {
    if (state.version() < versionMin) {
      throw new StandbyBehindException(versionMin, state.version());
    }
    return query.apply(state.reader());
  }

  @Override
  public synchronized CompletableFuture<Boolean> touch(SessionKey session) {
    return unlessRefused(() -> {
      Result result = apply(Write.anonymous(new Command.TouchSessions(List.of(session))));
      return answer(((Result.SessionsTouched) result).found().getFirst());
    });
  }

  @Override
  public ReplicationStatus status() {
    return status;
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public CompletableFuture<PrimaryHint> handOver(Optional<String> target, Duration timeout) {
    if (target.equals(Optional.of("c"))) {
      return CompletableFuture.failedFuture(new HandOverRefusedException("c is too far behind"));
    }
    return CompletableFuture.completedFuture(
        new PrimaryHint(timeout.toMillis(), Optional.of(target.orElse("b"))));
  }

  private <T> CompletableFuture<T> unlessRefused(Supplier<CompletableFuture<T>> call) {
    if (failure.isPresent()) {
      return CompletableFuture.failedFuture(failure.get());
    }
    return status.serving()
        ? call.get()
        : CompletableFuture.failedFuture(new NotPrimaryException(status.primary()));
  }

  private Result apply(Write write) {
    index++;
    Entry entry =
        new Entry(
            STORE_TIME_MILLIS + index,
            1_000_000 + index,
            new DedupeWindow(600_000, 10_000, 1_000_000),
            Optional.of(feedWindow),
            List.of(write));
    return state.apply(7, index, entry).getFirst();
  }

  private <T> CompletableFuture<T> answer(T value) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (holding) {
      held.add(() -> answer.complete(value));
    } else {
      answer.complete(value);
    }
    return answer;
  }
}
