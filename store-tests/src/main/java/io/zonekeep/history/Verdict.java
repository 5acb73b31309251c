package io.zonekeep.history;

/** Whether a linearizable store can have given a history's answers. Only the first is a pass. */
public sealed interface Verdict {
  /** It can. */
  record Linearizable(int keys, int operations) implements Verdict {}

  /** It cannot: at least this key's answers fit no order. */
  record Violation(String key, String story) implements Verdict {}

  /** The search ran past its bound, which counts as failed. */
  record Unknown(String key, long steps) implements Verdict {}
}
