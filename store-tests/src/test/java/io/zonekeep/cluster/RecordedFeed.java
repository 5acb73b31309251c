package io.zonekeep.cluster;

import io.zonekeep.client.FeedListener;
import io.zonekeep.client.FeedPosition;
import io.zonekeep.client.FeedStart;
import io.zonekeep.client.SessionEvent;
import io.zonekeep.client.ZonekeepException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A watcher that keeps all it is told, as "KIND id", and complains of what is out of order, told
 * twice, or gone. For many threads.
 */
final class RecordedFeed implements FeedListener<SessionEvent> {
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  /** Where to resume. */
  private volatile FeedPosition upTo;

  RecordedFeed(FeedPosition begin) {
    this.upTo = begin;
  }

  @Override
  public synchronized void onEvents(List<SessionEvent> told, FeedPosition newUpTo) {
    FeedPosition last = upTo;
    for (SessionEvent event : told) {
      if (event.position().compareTo(last) <= 0) {
        complaints.add(event + " came after " + last);
      }
      last = event.position();
      events.add(event.kind() + " " + event.sessionId());
    }
    if (newUpTo.compareTo(last) < 0) {
      complaints.add("up to " + newUpTo + " after " + last);
    }
    upTo = newUpTo;
  }

  @Override
  public FeedStart onPositionGone(FeedPosition asked, FeedPosition earliest) {
    complaints.add(asked + " is gone, earliest is " + earliest);
    return FeedStart.after(earliest);
  }

  @Override
  public void onEnd(ZonekeepException reason) {
    if (reason.reason() != ZonekeepException.Reason.CLOSED) {
      complaints.add("ended: " + reason);
    }
  }

  /** What was told so far, and where to resume. */
  record Told(List<String> events, FeedPosition upTo) {}

  /** Of one moment between two calls. */
  synchronized Told told() {
    return new Told(events(), upTo);
  }

  List<String> events() {
    return new ArrayList<>(events);
  }

  List<String> complaints() {
    return complaints;
  }
}
