package io.zonekeep.server.replication;

import io.zonekeep.server.state.AppliedPosition;
import io.zonekeep.server.state.Result;
import io.zonekeep.server.state.SessionKey;
import io.zonekeep.server.state.StateReader;
import io.zonekeep.server.state.Write;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The replicated state of one node: wires the parts of this package around an {@link Engine}, and
 * opens them while this node is the primary. Closes the engine; the store below is the caller's.
 */
public final class ReplicatedStore implements Replication, AutoCloseable {
  private final Engine engine;
  private final AppliedState state;
  private final Snapshots snapshots;
  private final StoreClock clock;
  private final WritePipeline pipeline;
  private final ReadConfirmations confirmations;
  private final TouchCoalescer touches;
  private final Upkeep upkeep;
  private final Snapshotter snapshotter;
  private final HandOver handOver;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService replies = single("zonekeep-replies");
  private final ExecutorService news = single("zonekeep-news");

  /** The term in which this node serves as primary; 0: it does not. */
  private volatile long servingTerm;

  public ReplicatedStore(
      ReplicationSettings settings,
      Engine engine,
      AppliedState state,
      Snapshots snapshots,
      TermConfirmer confirmer,
      LongSupplier nanoTime,
      LongSupplier wallMillis,
      FatalError fatal) {
    this.engine = engine;
    this.state = state;
    this.snapshots = snapshots;
    this.clock = new StoreClock(nanoTime, wallMillis, settings.touchInterval());
    this.pipeline =
        new WritePipeline(
            settings.pipeline(),
            settings.window(),
            settings.feed(),
            engine,
            clock,
            wallMillis,
            this::primary,
            replies,
            fatal);
    this.confirmations =
        new ReadConfirmations(engine, confirmer, settings.confirmTimeout(), this::primary, replies);
    this.touches =
        new TouchCoalescer(
            settings.touchInterval(),
            settings.pipeline().queueWrites(),
            clock,
            state.reader(),
            confirmations::confirm,
            pipeline::submit);
    ExpirySweeper sweeper =
        new ExpirySweeper(settings.sweepRecords(), clock, state.reader(), pipeline::submit);
    this.upkeep =
        new Upkeep(
            settings.sweepInterval(), () -> servingTerm != 0, touches, sweeper, pipeline, fatal);
    this.snapshotter = new Snapshotter(settings.snapshots(), state, snapshots, engine, nanoTime);
    this.handOver = new HandOver(engine, pipeline);
  }

  private static ExecutorService single(String name) {
    return Executors.newSingleThreadExecutor(
        task -> Thread.ofPlatform().name(name).daemon().unstarted(task));
  }

  /** Opens the log and takes part in the cluster. */
  public void start() {
    pipeline.start();
    engine.start(new Office());
    upkeep.start();
    snapshotter.start();
  }

  @Override
  public CompletableFuture<Result> submit(Write write) {
    return pipeline.submit(write);
  }

  @Override
  public <T> CompletableFuture<T> read(Function<StateReader, T> query) {
    long term = servingTerm;
    if (term == 0) {
      return CompletableFuture.failedFuture(new NotPrimaryException(primary()));
    }
    T answer = query.apply(state.reader());
    return confirmations.confirm(term).thenApply(confirmed -> answer);
  }

  @Override
  public <T> T readLocal(long versionMin, Function<StateReader, T> query) {
    long version = state.version();
    if (version < versionMin) {
      throw new StandbyBehindException(versionMin, version);
    }
    return query.apply(state.reader());
  }

  @Override
  public CompletableFuture<Boolean> touch(SessionKey session) {
    long term = servingTerm;
    if (term == 0) {
      return CompletableFuture.failedFuture(new NotPrimaryException(primary()));
    }
    return touches.touch(term, session);
  }

  /**
   * For a node that rebuilds: how far it must come before it may vote again. Every write that was
   * acknowledged before the call is in the log up to there, as a majority that remembers its votes
   * confirms. Fails with {@link NotPrimaryException}.
   */
  public CompletableFuture<AppliedPosition> catchUpPosition() {
    long term = servingTerm;
    if (term == 0) {
      return CompletableFuture.failedFuture(new NotPrimaryException(primary()));
    }
    AppliedPosition committed = new AppliedPosition(term, engine.status().committedIndex());
    // A standby that lost its log is noticed with the next entry only.
    pipeline.tick();
    return confirmations.confirm(term).thenApply(confirmed -> committed);
  }

  @Override
  public ReplicationStatus status() {
    EngineStatus status = engine.status();
    boolean serving = servingTerm != 0 && status.role() == NodeRole.PRIMARY;
    return new ReplicationStatus(
        status.role(),
        serving,
        status.primary(),
        status.lastLogTerm(),
        status.lastLogIndex(),
        status.committedIndex(),
        status.appliedIndex(),
        state.version(),
        snapshots.newestPosition().index(),
        serving ? clock.millis() : state.storeTimeMillis(),
        pipeline.queuedWrites(),
        status.install(),
        status.peers());
  }

  /** Takes a snapshot now. Blocks. */
  public void takeSnapshot() throws IOException {
    snapshotter.take();
  }

  private PrimaryHint primary() {
    return engine.status().primary();
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  private void tell() {
    news.execute(() -> listeners.forEach(Runnable::run));
  }

  @Override
  public CompletableFuture<PrimaryHint> handOver(Optional<String> target, Duration timeout) {
    return handOver.start(target, timeout);
  }

  /** Opens and shuts what only the primary may do. On the engine's thread. */
  private final class Office implements EngineListener {
    @Override
    public void primaryReady(long term) {
      if (engine.isPrimaryOf(term)) {
        clock.begin(state.storeTimeMillis());
        pipeline.open();
        // A cluster's first entry begins its feed, for which watchers wait.
        pipeline.tick();
        servingTerm = term;
      }
      tell();
    }

    @Override
    public void primaryLost() {
      servingTerm = 0;
      pipeline.shut();
      touches.forget();
      tell();
    }

    @Override
    public void changed() {
      tell();
    }
  }

  @Override
  public void close() {
    servingTerm = 0;
    upkeep.close();
    pipeline.close();
    snapshotter.close();
    engine.close();
    news.shutdown();
    replies.shutdown();
    try {
      boolean ended = replies.awaitTermination(1, TimeUnit.SECONDS);
      if (!ended) {
        replies.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
