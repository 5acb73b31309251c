package io.zonekeep.client;

import io.zonekeep.client.ZonekeepException.Outcome;
import io.zonekeep.client.ZonekeepException.Reason;
import io.zonekeep.v1.CallError;
import java.time.Duration;

/**
 * Decides, here and nowhere else, what a refused or unanswered call comes to: which are sent again
 * and what the caller is told of the others.
 */
final class Outcomes {
  private Outcomes() {}

  /** What to do with a refused call. */
  enum Next {
    /** Tell the caller. */
    FAIL,
    /** Surely nothing was done, as the node is not the primary: send it to who is. */
    TO_PRIMARY,
    /** Surely nothing was done, as a queue is full: send it again later. */
    LATER,
    /** Nobody knows what was done: send it again under the same write id. */
    REPEAT
  }

  static Next after(CallError error) {
    return switch (error.getReason()) {
      case ERROR_REASON_NOT_PRIMARY, ERROR_REASON_SHUTTING_DOWN -> Next.TO_PRIMARY;
      case ERROR_REASON_QUEUE_FULL -> Next.LATER;
      case ERROR_REASON_INDETERMINATE -> Next.REPEAT;
      case ERROR_REASON_INVALID_FIELD,
          ERROR_REASON_WRITE_ID_FORGOTTEN,
          ERROR_REASON_WRITE_ID_TOO_OLD,
          ERROR_REASON_NO_SUCH_SESSION,
          ERROR_REASON_SESSION_ID_TAKEN,
          ERROR_REASON_VERSION_MISMATCH,
          ERROR_REASON_SESSION_TOO_LARGE,
          ERROR_REASON_STANDBY_BEHIND,
          ERROR_REASON_HANDOVER_REFUSED,
          ERROR_REASON_POSITION_GONE,
          ERROR_REASON_FEED_OFF,
          ERROR_REASON_INTERNAL,
          ERROR_REASON_UNSPECIFIED,
          UNRECOGNIZED ->
          Next.FAIL;
    };
  }

  /** What the caller is told of a call that is not sent again. */
  static ZonekeepException refused(CallError error, Effect effect) {
    Reason reason = reason(error);
    boolean open = reason == Reason.INTERNAL || reason == Reason.WRITE_ID_EXPIRED;
    return new ZonekeepException(
        open && effect != Effect.READ ? Outcome.INDETERMINATE : Outcome.NOT_DONE,
        reason,
        error.getMessage());
  }

  private static Reason reason(CallError error) {
    return switch (error.getReason()) {
      case ERROR_REASON_INVALID_FIELD -> Reason.INVALID_ARGUMENT;
      case ERROR_REASON_WRITE_ID_FORGOTTEN, ERROR_REASON_WRITE_ID_TOO_OLD ->
          Reason.WRITE_ID_EXPIRED;
      case ERROR_REASON_NO_SUCH_SESSION -> Reason.NO_SUCH_SESSION;
      case ERROR_REASON_SESSION_ID_TAKEN -> Reason.SESSION_ID_TAKEN;
      case ERROR_REASON_VERSION_MISMATCH -> Reason.VERSION_MISMATCH;
      case ERROR_REASON_SESSION_TOO_LARGE -> Reason.SESSION_TOO_LARGE;
      case ERROR_REASON_STANDBY_BEHIND -> Reason.STANDBY_BEHIND;
      case ERROR_REASON_HANDOVER_REFUSED -> Reason.HANDOVER_REFUSED;
      case ERROR_REASON_NOT_PRIMARY, ERROR_REASON_SHUTTING_DOWN -> Reason.UNAVAILABLE;
      case ERROR_REASON_QUEUE_FULL -> Reason.OVERLOADED;
      case ERROR_REASON_FEED_OFF -> Reason.FEED_OFF;
      case ERROR_REASON_INDETERMINATE,
          ERROR_REASON_INTERNAL,
          ERROR_REASON_POSITION_GONE,
          ERROR_REASON_UNSPECIFIED,
          UNRECOGNIZED ->
          Reason.INTERNAL;
    };
  }

  /** What the caller is told when the time is up. */
  static ZonekeepException expired(PendingCall<?> call, Duration timeout) {
    long millis = timeout.toMillis();
    if (call.inDoubt()) {
      return new ZonekeepException(
          Outcome.INDETERMINATE,
          Reason.DEADLINE_EXCEEDED,
          "no answer within %d ms; the call may have been carried out".formatted(millis));
    }
    if (call.overloaded()) {
      return new ZonekeepException(
          Outcome.NOT_DONE,
          Reason.OVERLOADED,
          "the primary's queue stayed full for %d ms".formatted(millis));
    }
    if (call.sent()) {
      return new ZonekeepException(
          Outcome.NOT_DONE, Reason.DEADLINE_EXCEEDED, "no answer within %d ms".formatted(millis));
    }
    return new ZonekeepException(
        Outcome.NOT_DONE,
        Reason.UNAVAILABLE,
        "no primary could be reached within %d ms".formatted(millis));
  }

  static ZonekeepException closed(boolean inDoubt) {
    return new ZonekeepException(
        inDoubt ? Outcome.INDETERMINATE : Outcome.NOT_DONE, Reason.CLOSED, "the client was closed");
  }

  static ZonekeepException overloaded(String what) {
    return new ZonekeepException(
        Outcome.NOT_DONE, Reason.OVERLOADED, "the client's bound is reached: " + what);
  }

  static ZonekeepException senseless(Effect effect, String what) {
    return new ZonekeepException(
        effect == Effect.READ ? Outcome.NOT_DONE : Outcome.INDETERMINATE, Reason.INTERNAL, what);
  }
}
