package io.zonekeep.server.state;

/** Term and index of the last applied entry of the log; (0, -1): none. */
public record AppliedPosition(long term, long index) {
  public static final AppliedPosition NONE = new AppliedPosition(0, -1);
}
