package io.zonekeep.server.state;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What one entry of the replicated log says: a batch of writes, stamped by the primary.
 *
 * @param storeTimeMillis moves expiry and the exactly-once window, see StoreClock; applied as the
 *     maximum of itself and all earlier ones
 * @param wallMillis the primary's wall clock, kept with sessions for people; decides nothing
 * @param window the exactly-once window in force
 * @param writes applied in this order; none: the entry only moves the time
 */
public record Entry(
    long storeTimeMillis, long wallMillis, DedupeWindow window, List<Write> writes) {
  public Entry {
    requireNonNull(window, "window is null");
    writes = List.copyOf(writes);
  }
}
