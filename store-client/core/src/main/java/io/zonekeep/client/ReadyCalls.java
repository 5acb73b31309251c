package io.zonekeep.client;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The calls that are to be sent: first those that were sent before, in their old order; new writes
 * only while there are sequences for them. Owned by the loop.
 */
final class ReadyCalls {
  private final Queue<PendingCall<?>> again =
      new PriorityQueue<>(Comparator.comparingLong(PendingCall::order));
  private final Queue<PendingCall<?>> writes = new ArrayDeque<>();
  private final Queue<PendingCall<?>> others = new ArrayDeque<>();

  void add(PendingCall<?> call) {
    (call.needsWriteId() ? writes : others).add(call);
  }

  void addAgain(PendingCall<?> call) {
    again.add(call);
  }

  /** The next one, or null. */
  @Nullable PendingCall<?> poll(boolean newWritesToo) {
    PendingCall<?> call = pollLive(again);
    if (call == null) {
      call = pollLive(others);
    }
    return call == null && newWritesToo ? pollLive(writes) : call;
  }

  /** Lets go of calls that are done: those with the earliest deadlines, which come first. */
  void purge() {
    purge(again);
    purge(others);
    purge(writes);
  }

  private static @Nullable PendingCall<?> pollLive(Queue<PendingCall<?>> queue) {
    purge(queue);
    return queue.poll();
  }

  private static void purge(Queue<PendingCall<?>> queue) {
    PendingCall<?> head = queue.peek();
    while (head != null && head.done()) {
      queue.remove();
      head = queue.peek();
    }
  }
}
