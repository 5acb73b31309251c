package io.zonekeep.spring.session;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a repository does. For many threads. */
final class Counts {
  private final LongAdder found = new LongAdder();
  private final LongAdder absent = new LongAdder();
  private final LongAdder notModified = new LongAdder();
  private final LongAdder unreadable = new LongAdder();
  private final LongAdder saved = new LongAdder();
  private final LongAdder unchanged = new LongAdder();
  private final LongAdder refused = new LongAdder();

  void found() {
    found.increment();
  }

  void absent() {
    absent.increment();
  }

  void notModified() {
    notModified.increment();
  }

  void unreadable() {
    unreadable.increment();
  }

  void saved() {
    saved.increment();
  }

  void unchanged() {
    unchanged.increment();
  }

  void refused() {
    refused.increment();
  }

  RepositoryMetrics snapshot(NearCache near) {
    return new RepositoryMetrics(
        found.sum(),
        absent.sum(),
        notModified.sum(),
        unreadable.sum(),
        saved.sum(),
        unchanged.sum(),
        refused.sum(),
        near.sessions(),
        near.bytes());
  }
}
