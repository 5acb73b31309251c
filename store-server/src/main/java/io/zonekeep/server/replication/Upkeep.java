package io.zonekeep.server.replication;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What the primary does by itself, on one thread: logs remembered touches, then expires what is
 * due, and moves the time, also when nothing else does. That entry also makes a standby that lost
 * its log be noticed: Ratis finds out with a new entry only (RATIS-2523).
 */
final class Upkeep implements AutoCloseable {
  private static final long TICK_MILLIS = 1000;

  private final Duration interval;
  private final BooleanSupplier serving;
  private final TouchCoalescer touches;
  private final ExpirySweeper sweeper;
  private final WritePipeline pipeline;
  private final FatalError fatal;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("zonekeep-upkeep").daemon().unstarted(task));

  Upkeep(
      Duration interval,
      BooleanSupplier serving,
      TouchCoalescer touches,
      ExpirySweeper sweeper,
      WritePipeline pipeline,
      FatalError fatal) {
    this.interval = interval;
    this.serving = serving;
    this.touches = touches;
    this.sweeper = sweeper;
    this.pipeline = pipeline;
    this.fatal = fatal;
  }

  void start() {
    long millis = interval.toMillis();
    var _ =
        thread.scheduleWithFixedDelay(
            () -> orStop(this::sweep), millis, millis, TimeUnit.MILLISECONDS);
    var _ =
        thread.scheduleWithFixedDelay(
            () -> orStop(pipeline::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void orStop(Runnable step) {
    try {
      if (serving.getAsBoolean()) {
        step.run();
      }
    } catch (RuntimeException | Error e) {
      fatal.stop("the upkeep broke", e);
      throw e;
    }
  }

  private void sweep() {
    if (touches.flush()) {
      sweeper.sweep(this::sweepAgain);
    }
  }

  private void sweepAgain() {
    if (!thread.isShutdown()) {
      thread.execute(() -> orStop(this::sweep));
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
