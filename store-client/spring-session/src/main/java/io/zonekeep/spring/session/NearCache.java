package io.zonekeep.spring.session;

import io.zonekeep.client.Session;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions that this app server saw last, as the store wrote them. Each is shown only after the
 * store has said that its version is still the present one, so it saves bytes and never serves what
 * is old. Bounded; the one not used for longest goes first. For many threads.
 */
public final class NearCache {
  public static final int SESSIONS_DEFAULT = 10_000;
  public static final long BYTES_DEFAULT = 64L * 1024 * 1024;

  private static final int SESSION_OVERHEAD_BYTES = 512;
  private static final int ATTRIBUTE_OVERHEAD_BYTES = 128;

  private final int sessionsMax;
  private final long bytesMax;

  /** Guarded by this. */
  private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);

  /** The sum over {@code sessions}, at most bytesMax. */
  private long bytes;

  /**
   * Begins.
   *
   * @param sessionsMax 0: keeps nothing
   * @param bytesMax of names, values and what holds them, estimated
   */
  public NearCache(int sessionsMax, long bytesMax) {
    if (sessionsMax < 0 || bytesMax < 0) {
      throw new IllegalArgumentException(
          "near cache of %d sessions and %d bytes: neither may be negative"
              .formatted(sessionsMax, bytesMax));
    }
    this.sessionsMax = sessionsMax;
    this.bytesMax = bytesMax;
  }

  static NearCache none() {
    return new NearCache(0, 0);
  }

  synchronized Optional<Session> get(String id) {
    return Optional.ofNullable(sessions.get(id));
  }

  synchronized void put(Session session) {
    remove(session.id());
    long size = size(session);
    if (sessionsMax == 0 || size > bytesMax) {
      return;
    }
    sessions.put(session.id(), session);
    bytes += size;
    Iterator<Session> oldest = sessions.values().iterator();
    while (sessions.size() > sessionsMax || bytes > bytesMax) {
      bytes -= size(oldest.next());
      oldest.remove();
    }
  }

  synchronized void remove(String id) {
    Session removed = sessions.remove(id);
    if (removed != null) {
      bytes -= size(removed);
    }
  }

  synchronized int sessions() {
    return sessions.size();
  }

  synchronized long bytes() {
    return bytes;
  }

  private static long size(Session session) {
    return SESSION_OVERHEAD_BYTES
        + 2L * session.id().length()
        + session.attributes().entrySet().stream()
            .mapToLong(each ->
                ATTRIBUTE_OVERHEAD_BYTES + 2L * each.getKey().length() + each.getValue().length)
            .sum();
  }
}
