package io.zonekeep.demo;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the users saw, together. Safe for many threads. */
public final class Tally {
  private static final int REASONS_MAX = 5;

  private final LongAdder requests = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder cartsRead = new LongAdder();
  private final AtomicLong longestNanos = new AtomicLong();
  private final AtomicLong longestOfPhaseNanos = new AtomicLong();
  private final Map<String, String> losses = new ConcurrentHashMap<>();
  private final Queue<String> reasons = new ConcurrentLinkedQueue<>();
  private final AtomicInteger reasonsTaken = new AtomicInteger();

  void answered(long nanos) {
    requests.increment();
    paused(nanos);
  }

  void failed(long nanos, String reason) {
    requests.increment();
    failed.increment();
    paused(nanos);
    if (reasonsTaken.incrementAndGet() <= REASONS_MAX) {
      reasons.add(reason);
    }
  }

  void cartRead() {
    cartsRead.increment();
  }

  /** Notes that a cart does not hold what its user put into it. */
  void cartLost(String user, String what) {
    losses.putIfAbsent(user, what);
  }

  void beginPhase() {
    longestOfPhaseNanos.set(0);
  }

  public long requests() {
    return requests.sum();
  }

  public long failed() {
    return failed.sum();
  }

  public long cartsRead() {
    return cartsRead.sum();
  }

  /** Users whose cart lost an item, with what was lost. */
  public Map<String, String> losses() {
    return Map.copyOf(losses);
  }

  /** The first few reasons of failed requests. */
  public Queue<String> reasons() {
    return reasons;
  }

  public long longestMillis() {
    return longestNanos.get() / 1_000_000;
  }

  public long longestOfPhaseMillis() {
    return longestOfPhaseNanos.get() / 1_000_000;
  }

  private void paused(long nanos) {
    longestNanos.accumulateAndGet(nanos, Math::max);
    longestOfPhaseNanos.accumulateAndGet(nanos, Math::max);
  }
}
