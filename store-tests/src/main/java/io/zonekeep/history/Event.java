package io.zonekeep.history;

import org.jspecify.annotations.Nullable;

/**
 * One line of a history: a call begins or ends, or a fault is injected. Field names are those of
 * the file.
 *
 * @param t nanoseconds on one monotonic clock
 * @param proc a logical client with one call at a time; after an {@code info} it makes no more
 *     calls. Below 0: the fault injector
 * @param val written by a put, add or cas, and then unique over the whole run; or read by a get,
 *     where its absence means that there was no such key
 * @param old the value that a cas expects
 * @param ifver the version that a put or del expects, 0: no such key
 * @param ver the version written or read
 * @param ttl milliseconds
 * @param res on ok of a conditional call: whether the condition held
 * @param err for people
 */
public record Event(
    long t,
    int proc,
    Phase type,
    F f,
    @Nullable String key,
    @Nullable String val,
    @Nullable String old,
    @Nullable Long ifver,
    @Nullable Long ver,
    @Nullable Long ttl,
    @Nullable Boolean res,
    @Nullable String err) {

  /**
   * What is known at this moment: fail says that it surely did not happen, info that nobody knows.
   */
  public enum Phase {
    invoke,
    ok,
    fail,
    info
  }

  /** What is called; a fault is the injector's. */
  public enum F {
    get,
    put,
    add,
    cas,
    del,
    touch,
    fault
  }
}
