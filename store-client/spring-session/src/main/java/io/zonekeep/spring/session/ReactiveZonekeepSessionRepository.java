package io.zonekeep.spring.session;

import io.zonekeep.client.Session;
import io.zonekeep.client.Sessions;
import io.zonekeep.client.ZonekeepException;
import io.zonekeep.spring.session.serializer.AttributeSerializer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.session.IndexResolver;
import org.springframework.session.PrincipalNameIndexResolver;
import org.springframework.session.ReactiveFindByIndexNameSessionRepository;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.SaveMode;
import org.springframework.session.SessionIdGenerator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * As {@link ZonekeepSessionRepository}, for reactive applications: blocks no thread. Answers come
 * on Reactor's parallel scheduler, and a subscriber that cancels does not take back a write under
 * way. There is no flush mode, as a setter cannot wait.
 */
public final class ReactiveZonekeepSessionRepository
    implements ReactiveSessionRepository<ZonekeepSession>,
        ReactiveFindByIndexNameSessionRepository<ZonekeepSession> {
  private final Sessions sessions;
  private final SessionStore store;
  private NearCache near = NearCache.none();

  public ReactiveZonekeepSessionRepository(Sessions sessions, AttributeSerializer serializer) {
    this.sessions = sessions;
    store =
        new SessionStore(
            serializer,
            PRINCIPAL_NAME_INDEX_NAME,
            new PrincipalNameIndexResolver<>(PRINCIPAL_NAME_INDEX_NAME));
  }

  /** As {@link ZonekeepSessionRepository#setDefaultMaxInactiveInterval}. */
  public void setDefaultMaxInactiveInterval(Duration interval) {
    store.setDefaultMaxInactive(interval);
  }

  /** By default ON_SET_ATTRIBUTE. */
  public void setSaveMode(SaveMode mode) {
    store.setSaveMode(mode);
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
  public Mono<ZonekeepSession> createSession() {
    return Mono.fromSupplier(store::begin);
  }

  @Override
  public Mono<ZonekeepSession> findById(String id) {
    return Mono.defer(() -> id.isEmpty() ? Mono.empty() : load(id))
        .flatMap(found -> Mono.justOrEmpty(store.read(found)));
  }

  @Override
  public Mono<Void> save(ZonekeepSession session) {
    return Mono.defer(() -> {
      SavePlan plan = store.plan(session);
      return carryOut(plan)
          .onErrorMap(RuntimeException.class, failure -> store.failed(session, plan, failure))
          .doOnSuccess(done -> store.saved(session, plan));
    });
  }

  @Override
  public Mono<Void> deleteById(String id) {
    return Mono.defer(() -> {
      near.remove(id);
      return id.isEmpty() ? Mono.empty() : answer(() -> sessions.deleteAsync(id)).then();
    });
  }

  /** Sessions that cannot be read are left out. */
  @Override
  public Mono<Map<String, ZonekeepSession>> findByIndexNameAndIndexValue(
      String index, String value) {
    if (!store.isPrincipalIndex(index) || value.isEmpty()) {
      return Mono.just(Map.of());
    }
    return answer(() -> Principals.all(sessions, value)).map(this::read);
  }

  private Map<String, ZonekeepSession> read(List<Session> found) {
    Map<String, ZonekeepSession> read = new HashMap<>();
    for (Session stored : found) {
      store.read(stored).ifPresent(session -> read.put(session.getId(), session));
    }
    return read;
  }

  private Mono<Session> load(String id) {
    Optional<Session> known = near.get(id);
    return answer(() -> known.map(sessions::refreshAsync).orElseGet(() -> sessions.loadAsync(id)))
        .doOnNext(found -> store.loaded(id, known, found, near))
        .onErrorResume(
            ZonekeepException.class, e -> Mono.fromSupplier(() -> SessionStore.absentIfNoId(e)))
        .flatMap(Mono::justOrEmpty);
  }

  private Mono<Void> carryOut(SavePlan plan) {
    if (plan instanceof SavePlan.Touch touch) {
      return answer(() -> sessions.touchAsync(touch.id()))
          .flatMap(found -> found ? Mono.empty() : Mono.error(new SessionGoneException()));
    }
    if (plan instanceof SavePlan.End end) {
      return end.id().map(this::deleteById).orElseGet(Mono::empty);
    }
    if (plan instanceof SavePlan.Create create) {
      return answer(() -> sessions.createAsync(create.session())).then();
    }
    if (plan instanceof SavePlan.Write write) {
      return answer(() -> sessions.saveAsync(write.id(), write.change()))
          .doOnSuccess(
              version -> write.change().newId().ifPresent(newId -> near.remove(write.id())))
          .then();
    }
    return Mono.empty();
  }

  /** The client's own thread must not run what follows. */
  private static <T> Mono<T> answer(Supplier<CompletableFuture<T>> call) {
    return Mono.fromFuture(call, true).publishOn(Schedulers.parallel());
  }
}
