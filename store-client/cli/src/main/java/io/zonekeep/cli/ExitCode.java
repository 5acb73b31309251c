package io.zonekeep.cli;

import io.zonekeep.client.ZonekeepException;
import io.zonekeep.client.ZonekeepException.Outcome;

/** What the process says to the script that called it; listed in the help of the command. */
final class ExitCode {
  static final int DONE = 0;
  static final int CONDITION_FAILED = 1;
  static final int USAGE = 2;
  static final int UNAVAILABLE = 3;
  static final int INDETERMINATE = 4;
  static final int REFUSED = 5;
  static final int DEFECT = 70;

  private ExitCode() {}

  static int of(ZonekeepException failure) {
    if (failure.outcome() == Outcome.INDETERMINATE) {
      return INDETERMINATE;
    }
    return switch (failure.reason()) {
      case INVALID_ARGUMENT -> USAGE;
      case NO_SUCH_SESSION, SESSION_ID_TAKEN, VERSION_MISMATCH -> CONDITION_FAILED;
      case DEADLINE_EXCEEDED, UNAVAILABLE, OVERLOADED, STANDBY_BEHIND, CLOSED -> UNAVAILABLE;
      case SESSION_TOO_LARGE, WRITE_ID_EXPIRED, HANDOVER_REFUSED, FEED_OFF -> REFUSED;
      case INTERNAL -> DEFECT;
    };
  }
}
