package io.zonekeep.history;

import io.zonekeep.history.Verdict.Linearizable;
import io.zonekeep.history.Verdict.Unknown;
import io.zonekeep.history.Verdict.Violation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks for an order of a history's operations that explains every answer, one key at a time: Wing
 * and Gong's search with Lowe's memory of states already tried ("Testing for linearizability",
 * 2017), on a list of begins and ends as in Horn and Kroening ("Faster linearizability checking via
 * P-compositionality", 2015).
 */
public final class LinearizabilityChecker {
  private static final long STEPS_MAX = 20_000_000;

  private LinearizabilityChecker() {}

  public static Verdict check(List<Event> history) {
    Map<String, List<Operation>> byKey = new TreeMap<>(Operation.byKey(history));
    int operations = 0;
    for (Map.Entry<String, List<Operation>> key : byKey.entrySet()) {
      Verdict verdict = new Search(key.getKey(), key.getValue()).run();
      if (!(verdict instanceof Linearizable)) {
        return verdict;
      }
      operations += key.getValue().size();
    }
    return new Linearizable(byKey.size(), operations);
  }

  /** A begin or an end of an operation in the list that the search walks. */
  private static final class Point {
    final int operation;
    final boolean begin;
    final long at;
    Point previous = this;
    Point next = this;
    Point end = this;

    Point(int operation, boolean begin, long at) {
      this.operation = operation;
      this.begin = begin;
      this.at = at;
    }

    void remove() {
      previous.next = next;
      next.previous = previous;
    }

    void putBack() {
      previous.next = this;
      next.previous = this;
    }
  }

  private record Tried(BitSet done, Register state) {}

  private record Step(Point begin, Register before) {}

  private static final class Search {
    private final String key;
    private final List<Operation> operations;
    private final Point head = new Point(-1, false, 0);
    private final BitSet done = new BitSet();
    private final Set<Tried> tried = new HashSet<>();
    private final Deque<Step> steps = new ArrayDeque<>();
    private Register state = Register.NEVER_WRITTEN;
    private List<Operation> longest = List.of();

    Search(String key, List<Operation> operations) {
      this.key = key;
      this.operations = operations;
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < operations.size(); i++) {
        Point begin = new Point(i, true, operations.get(i).began());
        begin.end = new Point(i, false, operations.get(i).ended());
        points.add(begin);
        points.add(begin.end);
      }
      // A begin before an end of the same instant: then both orders are tried.
      points.sort(
          Comparator.<Point>comparingLong(point -> point.at).thenComparing(point -> !point.begin));
      for (Point point : points) {
        point.previous = head.previous;
        point.next = head;
        point.putBack();
      }
    }

    /**
     * Walks the list from its head and takes what fits. An end reached means that its operation is
     * still to come, but cannot come later: so operations that only may have happened are tried
     * then, and if none helps the last step is undone.
     */
    Verdict run() {
      long left = operations.stream().filter(Operation::isRequired).count();
      boolean required = true;
      Point at = head.next;
      for (long count = 0; left > 0; count++) {
        if (count == STEPS_MAX) {
          return new Unknown(key, count);
        }
        if (at.begin && isRequired(at) == required && take(at)) {
          left -= required ? 1 : 0;
          required = true;
          at = head.next;
        } else if (at.begin) {
          at = at.next;
        } else if (required) {
          required = false;
          at = head.next;
        } else if (steps.isEmpty()) {
          return new Violation(key, story());
        } else {
          Point undone = undo();
          required = isRequired(undone);
          left += required ? 1 : 0;
          at = undone.next;
        }
      }
      return new Linearizable(1, operations.size());
    }

    private boolean isRequired(Point point) {
      return operations.get(point.operation).isRequired();
    }

    /** Puts an operation next in the order, unless that does not fit or was tried before. */
    private boolean take(Point begin) {
      Optional<Register> after = state.after(operations.get(begin.operation));
      if (after.isEmpty()) {
        return false;
      }
      done.set(begin.operation);
      if (!tried.add(new Tried((BitSet) done.clone(), after.get()))) {
        done.clear(begin.operation);
        return false;
      }
      steps.push(new Step(begin, state));
      state = after.get();
      begin.remove();
      begin.end.remove();
      return true;
    }

    private Point undo() {
      if (steps.size() > longest.size()) {
        longest = order();
      }
      Step last = steps.pop();
      state = last.before();
      done.clear(last.begin().operation);
      last.begin().end.putBack();
      last.begin().putBack();
      return last.begin();
    }

    private List<Operation> order() {
      List<Operation> order = new ArrayList<>();
      steps
          .descendingIterator()
          .forEachRemaining(step -> order.add(operations.get(step.begin().operation)));
      return order;
    }

    /** The end of the longest order found, and what could not follow it. */
    private String story() {
      StringBuilder story = new StringBuilder("no order explains the answers; at best, last:");
      Register at = Register.NEVER_WRITTEN;
      for (int i = 0; i < longest.size(); i++) {
        at = at.after(longest.get(i)).orElseThrow();
        if (i >= longest.size() - 5) {
          story.append("\n  ").append(longest.get(i)).append("\n    -> ").append(at);
        }
      }
      story.append("\nand then none of:");
      operations.stream()
          .filter(operation -> operation.isRequired() && !longest.contains(operation))
          .limit(5)
          .forEach(operation -> story.append("\n  ").append(operation));
      return story.toString();
    }
  }
}
