package io.zonekeep.demo;

import io.zonekeep.cluster.ClusterView;
import io.zonekeep.cluster.LocalNode;
import io.zonekeep.cluster.Pause;
import java.time.Duration;

/** Says once a second how the users fare, in a thread of its own, and what is done to the nodes. */
final class StatusLine implements AutoCloseable {
  private static final long SECOND = 1_000_000_000;

  private final Screen screen;
  private final Tally tally;
  private final ClusterView view;
  private final Thread thread;
  private final long begunNanos = System.nanoTime();
  private long lastNanos = begunNanos;
  private long lastRequests;

  StatusLine(Screen screen, Tally tally, ClusterView view) {
    this.screen = screen;
    this.tally = tally;
    this.view = view;
    this.thread = Thread.ofPlatform().daemon().name("status").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Tells what happens; the longest pause counts from here. */
  void event(String what) {
    tally.beginPhase();
    screen.line("%s  %s".formatted(clock(), screen.bold(what)));
  }

  /** Tells what happened, watches for a while, and sums up. */
  void phase(String what, int seconds) {
    event(what);
    Pause.of(Duration.ofSeconds(seconds));
    screen.line(
        "%s    longest pause a user saw: %d ms; failed requests so far: %d"
            .formatted(clock(), tally.longestOfPhaseMillis(), tally.failed()));
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(Duration.ofSeconds(1));
        screen.status(status());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String status() {
    long now = System.nanoTime();
    long requests = tally.requests();
    double rate = (requests - lastRequests) * (double) SECOND / (now - lastNanos);
    lastNanos = now;
    lastRequests = requests;
    return "%s    primary %s | %5.0f requests/s | longest pause %4d ms | failed %d | carts short %d"
        .formatted(
            clock(),
            view.primary().map(LocalNode::id).orElse("-"),
            rate,
            tally.longestOfPhaseMillis(),
            tally.failed(),
            tally.losses().size());
  }

  private String clock() {
    long seconds = (System.nanoTime() - begunNanos) / SECOND;
    return "%02d:%02d".formatted(seconds / 60, seconds % 60);
  }
}
