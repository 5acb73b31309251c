package io.zonekeep.client.discovery;

import java.util.concurrent.atomic.AtomicLong;

/** The newest store time that any node has told, in milliseconds; only grows. For many threads. */
public final class StoreTime {
  private final AtomicLong newestMillis = new AtomicLong();

  /** Takes note of a time; 0 says nothing. */
  public void seen(long millis) {
    if (millis > newestMillis.get()) {
      newestMillis.accumulateAndGet(millis, Math::max);
    }
  }

  public boolean known() {
    return newestMillis.get() > 0;
  }

  public long millis() {
    return newestMillis.get();
  }
}
