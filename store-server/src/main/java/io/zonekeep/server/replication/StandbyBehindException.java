package io.zonekeep.server.replication;

/** This standby has not applied the version that the reader asks for. */
public final class StandbyBehindException extends RuntimeException {
  public StandbyBehindException(long versionMin, long versionApplied) {
    super("version " + versionMin + " is asked for, " + versionApplied + " is applied");
  }
}
