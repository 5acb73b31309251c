package io.zonekeep.spring.session;

import io.zonekeep.client.Session;
import io.zonekeep.client.Sessions;
import io.zonekeep.client.ZonekeepException;
import io.zonekeep.spring.session.serializer.AttributeSerializer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.FlushMode;
import org.springframework.session.IndexResolver;
import org.springframework.session.PrincipalNameIndexResolver;
import org.springframework.session.SaveMode;
import org.springframework.session.SessionIdGenerator;

/**
 * Sessions of one namespace of a store. A request costs one call that reads and touches, and one
 * atomic write if it changed something, be it the id. App servers that change different attributes
 * of one session both win. Configured before it is used, then for many threads.
 *
 * <p>Finding by id counts as use and lengthens the session's life; finding by principal does not.
 * Calls fail with a {@link io.zonekeep.client.ZonekeepException}, saves of sessions that have ended
 * with a {@link SessionGoneException}.
 */
public final class ZonekeepSessionRepository
    implements FindByIndexNameSessionRepository<ZonekeepSession> {

  private final Sessions sessions;
  private final SessionStore store;
  private final RequestMemory memory = new RequestMemory();
  private NearCache near = NearCache.none();
  private boolean flushesAtOnce;

  public ZonekeepSessionRepository(Sessions sessions, AttributeSerializer serializer) {
    this.sessions = sessions;
    store =
        new SessionStore(serializer, PRINCIPAL_NAME_INDEX_NAME, new PrincipalNameIndexResolver<>());
  }

  /**
   * How long sessions live without use, by default 30 minutes; negative: for ever.
   *
   * @throws IllegalArgumentException if it is zero, or over 3,650 days
   */
  public void setDefaultMaxInactiveInterval(Duration interval) {
    store.setDefaultMaxInactive(interval);
  }

  /** By default ON_SET_ATTRIBUTE. */
  public void setSaveMode(SaveMode mode) {
    store.setSaveMode(mode);
  }

  /** By default ON_SAVE. IMMEDIATE makes a write of each change. */
  public void setFlushMode(FlushMode mode) {
    flushesAtOnce = mode == FlushMode.IMMEDIATE;
    store.setChanged(flushesAtOnce ? this::save : session -> {});
  }

  /** Finds the principal; other indexes are not kept. */
  public void setIndexResolver(IndexResolver<org.springframework.session.Session> resolver) {
    store.setIndexes(resolver);
  }

  public void setSessionIdGenerator(SessionIdGenerator generator) {
    store.setIds(generator);
  }

  /** By default none. */
  public void setNearCache(NearCache cache) {
    near = cache;
  }

  SessionStore store() {
    return store;
  }

  /** What it has done so far. */
  public RepositoryMetrics metrics() {
    return store.counts().snapshot(near);
  }

  @Override
  public ZonekeepSession createSession() {
    ZonekeepSession session = store.begin();
    if (flushesAtOnce) {
      save(session);
    }
    return session;
  }

  @Override
  public @Nullable ZonekeepSession findById(String id) {
    if (memory.isAbsent(id)) {
      return null;
    }
    return memory
        .saved(id)
        .or(() -> load(id).flatMap(store::read))
        .orElseGet(() -> memory.absent(id));
  }

  @Override
  public void save(ZonekeepSession session) {
    SavePlan plan = store.plan(session);
    try {
      carryOut(plan);
    } catch (RuntimeException e) {
      throw store.failed(session, plan, e);
    }
    store.saved(session, plan);
    memory.save(session);
  }

  @Override
  public void deleteById(String id) {
    near.remove(id);
    memory.remove(id);
    if (!id.isEmpty()) {
      sessions.delete(id);
    }
  }

  /** Sessions that cannot be read are left out. */
  @Override
  public Map<String, ZonekeepSession> findByIndexNameAndIndexValue(String index, String value) {
    if (!store.isPrincipalIndex(index) || value.isEmpty()) {
      return Map.of();
    }
    Map<String, ZonekeepSession> found = new HashMap<>();
    for (Session stored : Principals.await(Principals.all(sessions, value))) {
      store.read(stored).ifPresent(session -> found.put(session.getId(), session));
    }
    return found;
  }

  RequestMemory memory() {
    return memory;
  }

  private Optional<Session> load(String id) {
    if (id.isEmpty()) {
      return Optional.empty();
    }
    Optional<Session> known = near.get(id);
    try {
      Optional<Session> found = known.map(sessions::refresh).orElseGet(() -> sessions.load(id));
      store.loaded(id, known, found, near);
      return found;
    } catch (ZonekeepException e) {
      return SessionStore.absentIfNoId(e);
    }
  }

  private void carryOut(SavePlan plan) {
    if (plan instanceof SavePlan.Touch touch && !sessions.touch(touch.id())) {
      throw new SessionGoneException();
    }
    if (plan instanceof SavePlan.End end) {
      end.id().ifPresent(this::deleteById);
    }
    if (plan instanceof SavePlan.Create create) {
      sessions.create(create.session());
    }
    if (plan instanceof SavePlan.Write write) {
      sessions.save(write.id(), write.change());
      write.change().newId().ifPresent(newId -> near.remove(write.id()));
    }
  }
}
