package io.zonekeep.client;

/** What a call may change, which decides what can be said when its answer is lost. */
enum Effect {
  /** Nothing: a lost answer leaves no doubt. */
  READ,
  /** Something, but doing it twice is as good as once; it carries no write id. */
  REPEATABLE,
  /** Something, once: it carries a write id. */
  WRITE
}
