package io.zonekeep.client;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;

/** The calls that wait a while before they are sent again. Owned by the loop. */
final class DelayedCalls {
  private record Delayed(PendingCall<?> call, long untilNanos) {}

  private final Queue<Delayed> queue =
      new PriorityQueue<>(Comparator.comparingLong(Delayed::untilNanos));

  boolean isEmpty() {
    return queue.isEmpty();
  }

  void add(PendingCall<?> call, long untilNanos) {
    queue.add(new Delayed(call, untilNanos));
  }

  /** Until when the first one waits; there must be one. */
  long firstNanos() {
    return queue.element().untilNanos();
  }

  void takeDue(long nowNanos, Consumer<PendingCall<?>> taker) {
    while (!queue.isEmpty() && queue.element().untilNanos() - nowNanos <= 0) {
      taker.accept(queue.remove().call());
    }
  }

  /** There is news: nobody waits any longer. */
  void takeAll(Consumer<PendingCall<?>> taker) {
    while (!queue.isEmpty()) {
      taker.accept(queue.remove().call());
    }
  }
}
