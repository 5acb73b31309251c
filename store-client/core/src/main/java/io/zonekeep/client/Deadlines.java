package io.zonekeep.client;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The unanswered calls, earliest deadline first. All calls of a client have the same time, so the
 * order of admission is the order of deadlines, within the hand's breadth by which concurrent
 * submitters overtake each other. A linked list through the calls: adding, removing and looking at
 * the first cost nothing, where a timer a call would cost more than the call. Owned by the loop.
 */
final class Deadlines {
  private @Nullable PendingCall<?> first;
  private @Nullable PendingCall<?> last;

  void add(PendingCall<?> call) {
    call.earlier = last;
    if (last == null) {
      first = call;
    } else {
      last.later = call;
    }
    last = call;
  }

  void remove(PendingCall<?> call) {
    PendingCall<?> earlier = call.earlier;
    PendingCall<?> later = call.later;
    if (earlier == null) {
      first = later;
    } else {
      earlier.later = later;
    }
    if (later == null) {
      last = earlier;
    } else {
      later.earlier = earlier;
    }
    call.earlier = null;
    call.later = null;
  }

  @Nullable PendingCall<?> first() {
    return first;
  }

  /** Hands over all calls whose deadline has passed; the taker removes each. */
  void takeExpired(long nowNanos, Consumer<PendingCall<?>> taker) {
    while (first != null && first.deadlineNanos() - nowNanos <= 0) {
      taker.accept(first);
    }
  }

  void takeAll(Consumer<PendingCall<?>> taker) {
    while (first != null) {
      taker.accept(first);
    }
  }
}
