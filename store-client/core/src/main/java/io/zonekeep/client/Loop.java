package io.zonekeep.client;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The client's one thread, as its own parts see it. For many threads. */
final class Loop {
  private final ScheduledExecutorService thread;

  Loop(ScheduledExecutorService thread) {
    this.thread = thread;
  }

  /** False: the client is closed and its thread gone. */
  boolean execute(Runnable task) {
    try {
      thread.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Once the thread is gone nothing waits for the task any more, so it is let go. */
  void later(Runnable task, long delayMillis) {
    try {
      var unused = thread.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException ignored) {
      // All calls have been failed by then.
    }
  }
}
