package io.zonekeep.history;

import io.zonekeep.history.Event.F;
import io.zonekeep.history.Event.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call, from the event that begins it and the one that ends it.
 *
 * @param began in nanoseconds
 * @param ended in nanoseconds; NEVER if nobody knows whether and when it takes effect
 * @param result empty if nobody knows
 */
record Operation(F f, Event call, @Nullable Event result, long began, long ended) {
  static final long NEVER = Long.MAX_VALUE;

  boolean isKnown() {
    return result != null;
  }

  /** Whether it has to take effect somewhere, and not only may. */
  boolean isRequired() {
    return ended != NEVER;
  }

  /**
   * The calls of a history by key, in the order in which they began. Those that surely did not
   * happen are left out, and so are reads without an answer: neither says anything.
   */
  static Map<String, List<Operation>> byKey(List<Event> history) {
    Map<Integer, Event> open = new HashMap<>();
    List<Operation> all = new ArrayList<>();
    for (Event event : history) {
      if (event.proc() < 0) {
        continue;
      }
      if (event.type() == Phase.invoke) {
        if (open.put(event.proc(), event) != null) {
          throw new IllegalArgumentException("two calls at once by client " + event.proc());
        }
        continue;
      }
      Event call = open.remove(event.proc());
      if (call == null) {
        throw new IllegalArgumentException("an answer without a call: " + event);
      }
      if (event.type() == Phase.ok) {
        all.add(new Operation(call.f(), call, event, call.t(), event.t()));
      } else if (event.type() == Phase.info) {
        addUnknown(call, all);
      }
    }
    open.values().forEach(call -> addUnknown(call, all));
    all.sort((one, other) -> Long.compare(one.began, other.began));
    Map<String, List<Operation>> byKey = new HashMap<>();
    for (Operation operation : all) {
      byKey
          .computeIfAbsent(String.valueOf(operation.call.key()), key -> new ArrayList<>())
          .add(operation);
    }
    byKey.replaceAll((key, operations) -> seenWritesEnd(operations));
    return byKey;
  }

  private static void addUnknown(Event call, List<Operation> all) {
    if (call.f() != F.get) {
      all.add(new Operation(call.f(), call, null, call.t(), NEVER));
    }
  }

  /**
   * Values are unique: an unknown write whose value somebody read took effect before that read
   * ended.
   */
  private static List<Operation> seenWritesEnd(List<Operation> operations) {
    Map<String, Long> firstSeen = new HashMap<>();
    for (Operation operation : operations) {
      if (operation.f == F.get && operation.result != null && operation.result.val() != null) {
        firstSeen.merge(operation.result.val(), operation.ended, Math::min);
      }
    }
    return operations.stream()
        .map(operation ->
            operation.isKnown() || operation.call.val() == null
                ? operation
                : new Operation(
                    operation.f,
                    operation.call,
                    null,
                    operation.began,
                    firstSeen.getOrDefault(operation.call.val(), NEVER)))
        .toList();
  }
}
