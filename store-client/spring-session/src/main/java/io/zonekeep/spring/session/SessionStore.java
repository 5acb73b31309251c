package io.zonekeep.spring.session;

import io.zonekeep.client.NewSession;
import io.zonekeep.client.SessionChange;
import io.zonekeep.client.SessionEvent;
import io.zonekeep.client.ZonekeepException;
import io.zonekeep.client.ZonekeepException.Reason;
import io.zonekeep.spring.session.ZonekeepSession.Origin;
import io.zonekeep.spring.session.serializer.AttributeException;
import io.zonekeep.spring.session.serializer.AttributeSerializer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.springframework.session.IndexResolver;
import org.springframework.session.MapSession;
import org.springframework.session.SaveMode;
import org.springframework.session.Session;
import org.springframework.session.SessionIdGenerator;
import org.springframework.session.UuidSessionIdGenerator;

/**
 * What the servlet and the reactive repository have in common: turns sessions of the store into
 * Spring's, and what was changed into writes. Makes no calls. Configured before it is used, then
 * for many threads.
 */
final class SessionStore implements Origin {
  private final AttributeSerializer serializer;
  private final String principalIndex;
  private final Unreadable unreadable = new Unreadable();
  private final Counts counts = new Counts();
  private final Clock clock = Clock.systemUTC();

  private Duration defaultMaxInactive = MapSession.DEFAULT_MAX_INACTIVE_INTERVAL;
  private SaveMode saveMode = SaveMode.ON_SET_ATTRIBUTE;
  private SessionIdGenerator ids = UuidSessionIdGenerator.getInstance();
  private IndexResolver<Session> indexes;
  private Consumer<ZonekeepSession> changed = session -> {};

  SessionStore(
      AttributeSerializer serializer, String principalIndex, IndexResolver<Session> indexes) {
    this.serializer = serializer;
    this.principalIndex = principalIndex;
    this.indexes = indexes;
  }

  void setDefaultMaxInactive(Duration interval) {
    if (interval.isZero()) {
      throw new IllegalArgumentException(
          "a default maxInactiveInterval of zero ends each session as it begins:"
              + " a negative one never does");
    }
    defaultMaxInactive = ZonekeepSession.checked(interval);
  }

  void setSaveMode(SaveMode mode) {
    saveMode = mode;
  }

  void setIds(SessionIdGenerator generator) {
    ids = generator;
  }

  void setIndexes(IndexResolver<Session> resolver) {
    indexes = resolver;
  }

  void setChanged(Consumer<ZonekeepSession> listener) {
    changed = listener;
  }

  Counts counts() {
    return counts;
  }

  boolean isPrincipalIndex(String name) {
    return name.equals(principalIndex);
  }

  ZonekeepSession begin() {
    return ZonekeepSession.begun(this, defaultMaxInactive);
  }

  /** Counts what was found of {@code id} and keeps it near. */
  void loaded(
      String id,
      Optional<io.zonekeep.client.Session> known,
      Optional<io.zonekeep.client.Session> found,
      NearCache near) {
    if (found.isEmpty()) {
      counts.absent();
      near.remove(id);
      return;
    }
    counts.found();
    if (known.isPresent() && known.get().version() == found.get().version()) {
      counts.notModified();
    } else {
      near.put(found.get());
    }
  }

  /** An id that is too long or otherwise none comes from a browser, and is nobody's session. */
  static Optional<io.zonekeep.client.Session> absentIfNoId(ZonekeepException failure) {
    if (failure.reason() != Reason.INVALID_ARGUMENT) {
      throw failure;
    }
    return Optional.empty();
  }

  /** Empty if it cannot be read: reported, and left for a server that can. */
  Optional<ZonekeepSession> read(io.zonekeep.client.Session stored) {
    Map<String, Object> attributes = new HashMap<>();
    try {
      stored
          .attributes()
          .forEach((name, bytes) -> attributes.put(name, serializer.read(name, bytes)));
    } catch (AttributeException e) {
      counts.unreadable();
      unreadable.report(e);
      return Optional.empty();
    }
    return Optional.of(ZonekeepSession.loaded(this, stored, attributes));
  }

  /** A session of which no more is known than an event tells. */
  ZonekeepSession nameless(SessionEvent event) {
    Instant now = clock.instant();
    Map<String, Object> attributes = new HashMap<>();
    event.principal().ifPresent(name -> attributes.put(principalIndex, name));
    return ZonekeepSession.loaded(
        this,
        new io.zonekeep.client.Session(
            event.sessionId(),
            0,
            now,
            now,
            Optional.of(defaultMaxInactive),
            event.principal(),
            new TreeMap<>()),
        attributes);
  }

  /** What saving comes to; counts as sent until {@link #saved}, {@link #failed} say otherwise. */
  SavePlan plan(ZonekeepSession session) {
    if (session.over()) {
      return new SavePlan.End(session.storedId());
    }
    SavePlan plan =
        session.storedId().map(id -> planWrite(session, id)).orElseGet(() -> create(session));
    session.sent();
    return plan;
  }

  void saved(ZonekeepSession session, SavePlan plan) {
    if (plan instanceof SavePlan.Nothing) {
      counts.unchanged();
      return;
    }
    counts.saved();
    if (plan instanceof SavePlan.Touch touch) {
      session.saved(touch.id(), Optional.empty());
    } else if (plan instanceof SavePlan.End) {
      session.gone();
    } else if (plan instanceof SavePlan.Create create) {
      session.saved(create.session().id(), create.session().principal());
    } else if (plan instanceof SavePlan.Write write) {
      session.saved(write.idAfter(), write.change().principal());
    }
  }

  /** What the caller is to be told. */
  RuntimeException failed(ZonekeepSession session, SavePlan plan, RuntimeException failure) {
    if (failure instanceof SessionGoneException gone) {
      return refused(session, gone);
    }
    if (failure instanceof ZonekeepException refused
        && refused.reason() == Reason.NO_SUCH_SESSION) {
      return refused(session, new SessionGoneException(refused));
    }
    if (plan instanceof SavePlan.Create create) {
      session.failed(create.names(), true);
    } else if (plan instanceof SavePlan.Write write) {
      session.failed(write.names(), write.change().maxInactive().isPresent());
    }
    return failure;
  }

  private SessionGoneException refused(ZonekeepSession session, SessionGoneException failure) {
    counts.refused();
    session.gone();
    return failure;
  }

  private SavePlan create(ZonekeepSession session) {
    Map<String, byte[]> values = new TreeMap<>();
    session.attributes().forEach((name, value) -> values.put(name, serializer.write(name, value)));
    Duration maxInactive = session.getMaxInactiveInterval();
    return new SavePlan.Create(
        new NewSession(
            session.getId(),
            Optional.of(maxInactive).filter(time -> !time.isNegative()),
            Optional.of(principal(session.attributes())).filter(name -> !name.isEmpty()),
            values),
        values.keySet());
  }

  private SavePlan planWrite(ZonekeepSession session, String storedId) {
    Optional<String> newId =
        Optional.of(session.getId()).filter(present -> !present.equals(storedId));
    Set<String> names = names(session);
    if (names.isEmpty() && !session.maxInactiveUnsaved() && newId.isEmpty()) {
      return session.touchedSinceUse() ? new SavePlan.Nothing() : new SavePlan.Touch(storedId);
    }
    SessionChange.Builder change = change(session, names);
    newId.ifPresent(change::newId);
    return new SavePlan.Write(storedId, change.build(), names);
  }

  private Set<String> names(ZonekeepSession session) {
    Set<String> names = new HashSet<>(session.unsaved());
    if (saveMode == SaveMode.ALWAYS) {
      names.addAll(session.attributes().keySet());
    }
    return names;
  }

  private SessionChange.Builder change(ZonekeepSession session, Set<String> names) {
    SessionChange.Builder change = SessionChange.builder();
    for (String name : names) {
      Object value = session.attributes().get(name);
      if (value == null) {
        change.remove(name);
      } else {
        change.put(name, serializer.write(name, value));
      }
    }
    if (session.maxInactiveUnsaved()) {
      change.maxInactive(session.getMaxInactiveInterval());
    }
    newPrincipal(session, names).ifPresent(change::principal);
    return change;
  }

  /**
   * Empty if the changes say nothing of it. What another server has made of it since the load stays
   * then; else it is sent even if it was the same at the load.
   */
  private Optional<String> newPrincipal(ZonekeepSession session, Set<String> names) {
    if (names.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> changed = new HashMap<>(session.attributes());
    changed.keySet().retainAll(names);
    String principal = principal(session.attributes());
    boolean said = !principal(changed).isEmpty() || !principal.equals(session.storedPrincipal());
    return said ? Optional.of(principal) : Optional.empty();
  }

  /** From a copy, as the resolver's reading is none of the application's. */
  private String principal(Map<String, Object> attributes) {
    MapSession copy = new MapSession("");
    attributes.forEach(copy::setAttribute);
    return indexes.resolveIndexesFor(copy).getOrDefault(principalIndex, "");
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public SaveMode saveMode() {
    return saveMode;
  }

  @Override
  public String newId() {
    return ids.generate();
  }

  @Override
  public void changed(ZonekeepSession session) {
    changed.accept(session);
  }
}
