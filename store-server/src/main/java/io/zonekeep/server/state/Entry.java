package io.zonekeep.server.state;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What one entry of the replicated log says: a batch of writes, stamped by the primary.
 *
 * @param storeTimeMillis moves expiry and the exactly-once window, see StoreClock; applied as the
 *     maximum of itself and all earlier ones
 * @param wallMillis the primary's wall clock, kept with sessions for people; decides nothing
 * @param window the exactly-once window in force
 * @param feed what the feed records and keeps; empty: logged by a release that had none
 * @param writes applied in this order; none: the entry only moves the time
 */
public record Entry(
    long storeTimeMillis,
    long wallMillis,
    DedupeWindow window,
    Optional<FeedWindow> feed,
    List<Write> writes) {
  public Entry {
    requireNonNull(window, "window is null");
    requireNonNull(feed, "feed is null");
    writes = List.copyOf(writes);
  }
}
