package io.zonekeep.server.state;

import io.zonekeep.server.state.Result.SessionRefusal;
import io.zonekeep.server.state.Result.WriteIdRefusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the state should do, said as simply as it can be: maps and lists, no rows, no hints, nothing
 * kept in step with anything. {@link StateMachine} is compared with it.
 */
public final class StateModel {
  private final Map<Key, KeyRecord> keys = new HashMap<>();
  private final Map<SessionKey, Session> sessions = new HashMap<>();

  private final List<Done> done = new ArrayList<>();
  private final Map<Bytes, Long> floors = new HashMap<>();
  private final Map<Bytes, Change> lastChanges = new HashMap<>();
  private final TreeSet<Bytes> changed = new TreeSet<>();

  /** All events that were recorded without a gap, also those that need no longer be kept. */
  private final Map<FeedTopic, List<FeedPage.Positioned>> feed = new EnumMap<>(FeedTopic.class);

  private final Map<FeedTopic, Integer> eventsOfEntry = new EnumMap<>(FeedTopic.class);
  private FeedWindow feedWindow = new FeedWindow(false, 0, 0, 0, 0);
  private long feedIndex;

  private long now;
  private long wall;
  private long version;
  private long forgottenBefore;

  /** Applies one entry. */
  public List<Result> apply(long index, Entry entry) {
    now = Math.max(now, entry.storeTimeMillis());
    wall = entry.wallMillis();
    forgottenBefore = Math.max(forgottenBefore, now - entry.window().millis());
    changed.clear();
    beginFeed(index, entry);
    List<Result> results = entry.writes().stream().map(write -> applyOnce(index, write)).toList();
    forget(index, entry.window());
    return results;
  }

  /** Events of a topic since it was last off; empty: it is off. */
  Optional<List<FeedPage.Positioned>> feed(FeedTopic topic) {
    return Optional.ofNullable(feed.get(topic));
  }

  FeedWindow feedWindow() {
    return feedWindow;
  }

  private void beginFeed(long index, Entry entry) {
    feedIndex = index;
    feedWindow = entry.feed().orElseThrow();
    eventsOfEntry.clear();
    feed.computeIfAbsent(FeedTopic.SESSIONS, t -> new ArrayList<>());
    if (feedWindow.keys()) {
      feed.computeIfAbsent(FeedTopic.KEYS, t -> new ArrayList<>());
    } else {
      feed.remove(FeedTopic.KEYS);
    }
  }

  private void tell(FeedEvent event) {
    FeedTopic topic =
        event instanceof FeedEvent.KeyPut || event instanceof FeedEvent.KeyRemoved
            ? FeedTopic.KEYS
            : FeedTopic.SESSIONS;
    List<FeedPage.Positioned> events = feed.get(topic);
    if (events != null) {
      int number = eventsOfEntry.merge(topic, 1, Integer::sum);
      events.add(new FeedPage.Positioned(new FeedPosition(feedIndex, number), event));
    }
  }

  private void ended(SessionKey key, Session session, boolean expired) {
    int bytes = bytes(session.attributes());
    int max = feedWindow.lastStateBytesMax();
    Optional<Session> last = max > 0 && bytes <= max ? Optional.of(session) : Optional.empty();
    tell(new FeedEvent.SessionEnded(key.namespace(), key.id(), session.principal(), expired, last));
  }

  public long version() {
    return version;
  }

  public long storeTimeMillis() {
    return now;
  }

  public Map<Key, KeyRecord> keys() {
    return keys;
  }

  public Map<SessionKey, Session> sessions() {
    return sessions;
  }

  /** Present version of a key; 0 if there is none. */
  public long version(Key key) {
    KeyRecord record = keys.get(key);
    return record == null ? 0 : record.version();
  }

  private Result applyOnce(long index, Write write) {
    if (write.id().isEmpty()) {
      return apply(write.command());
    }
    WriteId id = write.id().get();
    if (id.issuedAtMillis() < forgottenBefore) {
      return new Result.WriteIdRefused(WriteIdRefusal.TOO_OLD);
    }
    if (id.sequence() < floors.getOrDefault(id.clientId(), 1L)) {
      return new Result.WriteIdRefused(WriteIdRefusal.FORGOTTEN);
    }
    Optional<Done> before =
        done.stream()
            .filter(d -> d.client.equals(id.clientId()) && d.sequence == id.sequence())
            .findFirst();
    Result result = before.map(Done::result).orElseGet(() -> apply(write.command()));
    if (before.isEmpty()) {
      done.add(new Done(id.clientId(), id.sequence(), result, index, now));
      changed.add(id.clientId());
    }
    raiseFloor(id.clientId(), id.oldestUnanswered());
    return result;
  }

  private void forget(long index, DedupeWindow window) {
    for (Bytes client : List.copyOf(changed)) {
      while (of(client).count() > window.resultsPerClient()) {
        raiseFloor(client, of(client).mapToLong(Done::sequence).min().orElseThrow() + 1);
      }
    }
    while (done.size() > window.resultsInAll()) {
      Done oldest =
          done.stream()
              .min(Comparator.comparingLong(Done::index).thenComparing(Done::client))
              .orElseThrow();
      raiseFloor(
          oldest.client,
          of(oldest.client)
                  .filter(d -> d.index == oldest.index)
                  .mapToLong(Done::sequence)
                  .max()
                  .orElseThrow()
              + 1);
    }
    changed.forEach(client -> lastChanges.put(client, new Change(client, index, now)));
    done.removeIf(d -> d.millis < forgottenBefore);
    for (Change change : List.copyOf(lastChanges.values())) {
      if (change.millis < forgottenBefore) {
        forgetClient(change.client);
      }
    }
    while (lastChanges.size() > window.resultsInAll()) {
      Change oldest =
          lastChanges.values().stream()
              .min(Comparator.comparingLong(Change::index).thenComparing(Change::client))
              .orElseThrow();
      forgottenBefore = Math.max(forgottenBefore, oldest.millis + 1);
      forgetClient(oldest.client);
    }
  }

  private void forgetClient(Bytes client) {
    done.removeIf(d -> d.client.equals(client));
    floors.remove(client);
    lastChanges.remove(client);
  }

  private void raiseFloor(Bytes client, long floor) {
    if (floor > floors.getOrDefault(client, 1L)) {
      floors.put(client, floor);
      done.removeIf(d -> d.client.equals(client) && d.sequence < floor);
      changed.add(client);
    }
  }

  private Stream<Done> of(Bytes client) {
    return done.stream().filter(d -> d.client.equals(client));
  }

  private Result apply(Command command) {
    return switch (command) {
      case Command.Put c -> {
        if (!holds(c.key(), c.ifVersion())) {
          yield new Result.ConditionFailed(version(c.key()));
        }
        yield new Result.Written(put(c.key(), c.value(), c.ttlMillis()));
      }
      case Command.Delete c -> {
        if (!holds(c.key(), c.ifVersion())) {
          yield new Result.ConditionFailed(version(c.key()));
        }
        yield delete(c.key());
      }
      case Command.Touch c -> {
        KeyRecord record = keys.get(c.key());
        if (record == null) {
          yield new Result.Touched(false, 0);
        }
        keys.put(
            c.key(),
            new KeyRecord(c.key().key(), record.value(), record.version(), due(c.ttlMillis())));
        yield new Result.Touched(true, record.version());
      }
      case Command.Batch c -> batch(c);
      case Command.CreateSession c -> create(c);
      case Command.SaveSession c -> save(c);
      case Command.TouchSessions c -> {
        List<Boolean> found = new ArrayList<>();
        for (SessionKey key : c.sessions()) {
          Session session = sessions.get(key);
          found.add(session != null);
          if (session != null) {
            sessions.put(key, touched(session, session.id(), session.version()));
          }
        }
        yield new Result.SessionsTouched(found);
      }
      case Command.ChangeSessionId c -> {
        SessionKey target = new SessionKey(c.session().namespace(), c.newId());
        Session session = sessions.get(c.session());
        if (session == null) {
          yield refused(SessionRefusal.NO_SUCH_SESSION, null);
        }
        if (!target.equals(c.session()) && sessions.containsKey(target)) {
          yield refused(SessionRefusal.SESSION_ID_TAKEN, sessions.get(target));
        }
        sessions.remove(c.session());
        sessions.put(target, touched(session, c.newId(), ++version));
        if (!target.equals(c.session())) {
          tell(
              new FeedEvent.SessionIdChanged(
                  target.namespace(), target.id(), c.session().id(), session.principal()));
        }
        yield new Result.Written(version);
      }
      case Command.DeleteSession c -> {
        Session session = sessions.remove(c.session());
        if (session != null) {
          ended(c.session(), session, false);
        }
        yield new Result.Deleted(session != null, ++version);
      }
      case Command.Expire c -> expire(c);
    };
  }

  private Result batch(Command.Batch batch) {
    List<Long> present = batch.operations().stream().map(o -> version(key(batch, o))).toList();
    for (int i = 0; i < batch.operations().size(); i++) {
      Command.Operation operation = batch.operations().get(i);
      OptionalLong condition =
          switch (operation) {
            case Command.Operation.Put put -> put.ifVersion();
            case Command.Operation.Delete delete -> delete.ifVersion();
            case Command.Operation.Check check -> OptionalLong.of(check.ifVersion());
          };
      if (!holds(key(batch, operation), condition)) {
        return new Result.BatchRefused(i, present);
      }
    }
    List<Long> versions = new ArrayList<>();
    for (Command.Operation operation : batch.operations()) {
      Key key = key(batch, operation);
      switch (operation) {
        case Command.Operation.Put put -> versions.add(put(key, put.value(), put.ttlMillis()));
        case Command.Operation.Delete _ -> {
          delete(key);
          versions.add(version);
        }
        case Command.Operation.Check _ -> versions.add(version(key));
      }
    }
    return new Result.BatchWritten(versions);
  }

  private Result create(Command.CreateSession create) {
    if (sessions.containsKey(create.session())) {
      return refused(SessionRefusal.SESSION_ID_TAKEN, sessions.get(create.session()));
    }
    if (tooLarge(create.attributes(), create.limits())) {
      return refused(SessionRefusal.SESSION_TOO_LARGE, null);
    }
    long created = ++version;
    tell(
        new FeedEvent.SessionCreated(
            create.session().namespace(), create.session().id(), create.principal()));
    put(
        create.session(),
        new Session(
            create.session().id(),
            created,
            wall,
            wall,
            now,
            Math.max(-1, create.maxInactiveMillis()),
            due(create.maxInactiveMillis()),
            create.principal(),
            create.attributes()));
    return new Result.Written(created);
  }

  private Result save(Command.SaveSession save) {
    Session before = sessions.get(save.session());
    if (before == null) {
      return refused(SessionRefusal.NO_SUCH_SESSION, null);
    }
    if (save.ifVersion().isPresent() && save.ifVersion().getAsLong() != before.version()) {
      return refused(SessionRefusal.VERSION_MISMATCH, before);
    }
    SessionKey target =
        new SessionKey(save.session().namespace(), save.newId().orElse(before.id()));
    if (!target.equals(save.session()) && sessions.containsKey(target)) {
      return refused(SessionRefusal.SESSION_ID_TAKEN, sessions.get(target));
    }
    NavigableMap<String, Bytes> attributes = new TreeMap<>(before.attributes());
    save.removed().forEach(attributes::remove);
    attributes.putAll(save.changed());
    if (tooLarge(attributes, save.limits())) {
      return refused(SessionRefusal.SESSION_TOO_LARGE, before);
    }
    long maxInactive = Math.max(-1, save.maxInactiveMillis().orElse(before.maxInactiveMillis()));
    long saved = ++version;
    String principal = save.principal().orElse(before.principal());
    if (!target.equals(save.session())) {
      sessions.remove(save.session());
      tell(new FeedEvent.SessionIdChanged(target.namespace(), target.id(), before.id(), principal));
    }
    put(
        target,
        new Session(
            target.id(),
            saved,
            before.createdWallMillis(),
            wall,
            now,
            maxInactive,
            due(maxInactive),
            principal,
            attributes));
    return new Result.Written(saved);
  }

  /** An inactive time of zero is over at once. */
  private void put(SessionKey key, Session session) {
    if (session.maxInactiveMillis() == 0) {
      version++;
      sessions.remove(key);
      ended(key, session, true);
    } else {
      sessions.put(key, session);
    }
  }

  private Result delete(Key key) {
    boolean existed = keys.remove(key) != null;
    version++;
    if (existed) {
      tell(new FeedEvent.KeyRemoved(key.namespace(), key.key(), version, false));
    }
    return new Result.Deleted(existed, version);
  }

  /** Hints mean nothing here: what is due and named goes. */
  private Result expire(Command.Expire expire) {
    int removed = 0;
    for (DueHint hint : expire.hints()) {
      removed += hint.table() == Table.KEYS ? expireKey(hint) : expireSession(hint);
    }
    return new Result.Expired(removed);
  }

  private int expireKey(DueHint hint) {
    for (Map.Entry<Key, KeyRecord> each : keys.entrySet()) {
      Key key = each.getKey();
      if (KeyRows.row(key).equals(hint.row()) && isDue(each.getValue().dueMillis())) {
        keys.remove(key);
        tell(new FeedEvent.KeyRemoved(key.namespace(), key.key(), ++version, true));
        return 1;
      }
    }
    return 0;
  }

  private int expireSession(DueHint hint) {
    for (Map.Entry<SessionKey, Session> each : sessions.entrySet()) {
      SessionKey key = each.getKey();
      Session session = each.getValue();
      if (SessionRows.header(key).equals(hint.row()) && isDue(session.dueMillis())) {
        sessions.remove(key);
        version++;
        ended(key, session, true);
        return 1;
      }
    }
    return 0;
  }

  private long put(Key key, Bytes value, long ttlMillis) {
    keys.put(key, new KeyRecord(key.key(), value, ++version, due(ttlMillis)));
    tell(new FeedEvent.KeyPut(key.namespace(), key.key(), version));
    return version;
  }

  private boolean holds(Key key, OptionalLong ifVersion) {
    return ifVersion.isEmpty() || ifVersion.getAsLong() == version(key);
  }

  private boolean isDue(OptionalLong dueMillis) {
    return dueMillis.isPresent() && dueMillis.getAsLong() <= now;
  }

  private OptionalLong due(long lifeMillis) {
    return lifeMillis > 0 ? OptionalLong.of(now + lifeMillis) : OptionalLong.empty();
  }

  private Session touched(Session session, String id, long newVersion) {
    return new Session(
        id,
        newVersion,
        session.createdWallMillis(),
        wall,
        now,
        session.maxInactiveMillis(),
        due(session.maxInactiveMillis()),
        session.principal(),
        session.attributes());
  }

  private static boolean tooLarge(Map<String, Bytes> attributes, SessionLimits limits) {
    return attributes.size() > limits.attributesMax() || bytes(attributes) > limits.bytesMax();
  }

  private static int bytes(Map<String, Bytes> attributes) {
    int bytes = 0;
    for (Map.Entry<String, Bytes> attribute : attributes.entrySet()) {
      bytes += attribute.getKey().getBytes(StandardCharsets.UTF_8).length;
      bytes += attribute.getValue().length();
    }
    return bytes;
  }

  private static Key key(Command.Batch batch, Command.Operation operation) {
    return new Key(batch.namespace(), operation.key());
  }

  private static Result refused(SessionRefusal refusal, @Nullable Session present) {
    return new Result.SessionRefused(refusal, present == null ? 0 : present.version());
  }

  private record Done(Bytes client, long sequence, Result result, long index, long millis) {}

  private record Change(Bytes client, long index, long millis) {}
}
