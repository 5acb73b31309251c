package io.zonekeep.client;

import static java.util.Objects.requireNonNull;

/** A call that did not succeed. {@link #outcome} says what a caller may assume. */
public class ZonekeepException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Outcome outcome;
  private final Reason reason;

  public ZonekeepException(Outcome outcome, Reason reason, String message) {
    super(message);
    this.outcome = requireNonNull(outcome, "outcome is null");
    this.reason = requireNonNull(reason, "reason is null");
  }

  public Outcome outcome() {
    return outcome;
  }

  public Reason reason() {
    return reason;
  }

  /** What is known of the call's effect. */
  public enum Outcome {
    /** Surely nothing was done. */
    NOT_DONE,
    /**
     * Nobody knows. The client has already sent the write again under the same id until its
     * deadline; only reading tells.
     */
    INDETERMINATE
  }

  /** Why. */
  public enum Reason {
    /** A parameter is missing, malformed or over its limit; the message names both. */
    INVALID_ARGUMENT,
    /** No answer within the call's deadline. */
    DEADLINE_EXCEEDED,
    /** No primary could be reached within the deadline. */
    UNAVAILABLE,
    /** A bounded queue, here or there, stayed full until the deadline. */
    OVERLOADED,
    /** There is no such session: deleted, expired, or never there. */
    NO_SUCH_SESSION,
    /** The session id is taken. */
    SESSION_ID_TAKEN,
    /** The session has another version than the caller asked for. */
    VERSION_MISMATCH,
    /** The session would grow over its limit. */
    SESSION_TOO_LARGE,
    /** The write's result is no longer remembered by the store. */
    WRITE_ID_EXPIRED,
    /** The standby has not applied the version asked for. */
    STANDBY_BEHIND,
    /** The handover was refused; the message says why. */
    HANDOVER_REFUSED,
    /** The cluster does not record events of keys. */
    FEED_OFF,
    /** The client was closed. */
    CLOSED,
    /** A defect of server or client. */
    INTERNAL
  }
}
