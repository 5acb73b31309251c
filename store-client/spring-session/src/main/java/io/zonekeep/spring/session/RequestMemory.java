package io.zonekeep.spring.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the request of this thread knows already: Spring Session's filter looks a session up again
 * after it has saved it, only to see its id, and an unknown id at each turn. For many threads, each
 * with its own; outside of {@link SessionRequestFilter} it remembers nothing.
 */
final class RequestMemory {
  private static final int IDS_MAX = 16;

  private static final ThreadLocal<@Nullable Known> CURRENT = new ThreadLocal<>();

  private record Known(
      RequestMemory owner, Map<String, ZonekeepSession> saved, Set<String> absent) {}

  /** False if a request is open on this thread already. */
  boolean open() {
    if (CURRENT.get() != null) {
      return false;
    }
    CURRENT.set(new Known(this, new HashMap<>(), new HashSet<>()));
    return true;
  }

  void close() {
    CURRENT.remove();
  }

  /** Once for each save, so that whoever looks for others' changes sees them. */
  Optional<ZonekeepSession> saved(String id) {
    return known().map(known -> known.saved().remove(id));
  }

  boolean isAbsent(String id) {
    return known().filter(known -> known.absent().contains(id)).isPresent();
  }

  void save(ZonekeepSession session) {
    known()
        .ifPresent(known -> {
          known.saved().values().remove(session);
          known.absent().remove(session.getId());
          if (known.saved().size() < IDS_MAX) {
            known.saved().put(session.getId(), session);
          }
        });
  }

  /** Returns null, for no session. */
  @Nullable ZonekeepSession absent(String id) {
    known()
        .filter(known -> known.absent().size() < IDS_MAX)
        .ifPresent(known -> known.absent().add(id));
    return null;
  }

  void remove(String id) {
    known().ifPresent(known -> known.saved().remove(id));
    absent(id);
  }

  private Optional<Known> known() {
    return Optional.ofNullable(CURRENT.get()).filter(known -> known.owner() == this);
  }
}
