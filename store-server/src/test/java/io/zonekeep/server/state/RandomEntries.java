package io.zonekeep.server.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Makes entries at random, by a seed: few keys, sessions and clients, so that commands meet;
 * retries of old writes; time that stands still, leaps and steps back; sweeps with true, stale and
 * made-up hints.
 */
public final class RandomEntries {
  static final FeedWindow FEED = new FeedWindow(true, 200, 20_000, 3_000, 5_000);
  private static final List<String> NAMESPACES = List.of("a", "ab");
  private static final List<String> SESSION_IDS =
      List.of("s", "s1", "t", "\u00e9", "\u0000", "long-id");
  private static final List<String> PRINCIPALS = List.of("", "ada", "adam", "\uD83D\uDE00");
  private static final List<String> ATTRIBUTES =
      List.of("", "x", "xy", "\u0000", "\uFFFD", "\uD83D\uDE00", "cart");

  private final Random random;
  private final StateModel model;
  private final StateReader sweeperReads;
  private final List<Client> clients = new ArrayList<>();
  private final List<Write> past = new ArrayList<>();
  private long clockMillis;

  /**
   * Makes them to suit a state.
   *
   * @param model as of the last entry: versions for conditions come from there
   * @param sweeperReads likewise: hints come from there
   */
  public RandomEntries(Random random, StateModel model, StateReader sweeperReads) {
    this.random = random;
    this.model = model;
    this.sweeperReads = sweeperReads;
    for (int i = 0; i < 5; i++) {
      clients.add(new Client(clientId()));
    }
  }

  public Entry next() {
    moveClock();
    List<Write> writes = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      writes.add(write());
    }
    DedupeWindow window =
        new DedupeWindow(20 + random.nextInt(400), 1 + random.nextInt(8), 4 + random.nextInt(20));
    return new Entry(
        clockMillis, random.nextLong(1L << 41), window, Optional.of(feedWindow()), writes);
  }

  /** Mostly the same; then the events of keys are off for an entry, or little is kept. */
  private FeedWindow feedWindow() {
    return switch (random.nextInt(200)) {
      case 0 -> new FeedWindow(false, FEED.millis(), FEED.sessionBytesMax(), 0, 0);
      case 1 -> new FeedWindow(true, 10 + random.nextInt(100), 2_000, 500, 30);
      case 2 -> new FeedWindow(true, 1 << 20, 10, 10, 1 << 20);
      default -> FEED;
    };
  }

  private void moveClock() {
    int chance = random.nextInt(100);
    if (chance < 60) {
      clockMillis += random.nextInt(20);
    } else if (chance < 62) {
      clockMillis += random.nextInt(2_000);
    } else if (chance < 65) {
      clockMillis = Math.max(0, clockMillis - random.nextInt(100));
    }
  }

  private Write write() {
    int chance = random.nextInt(100);
    if (chance < 15 && !past.isEmpty()) {
      return past.get(past.size() - 1 - random.nextInt(Math.min(60, past.size())));
    }
    if (chance < 40) {
      return Write.anonymous(command());
    }
    if (random.nextInt(200) == 0) {
      clients.set(random.nextInt(clients.size()), new Client(clientId()));
    }
    Client client = pick(clients);
    client.oldestUnanswered =
        Math.max(client.oldestUnanswered, client.sequence - random.nextInt(20));
    // A gap: a write that is still on its way, and comes later or never.
    client.sequence += random.nextInt(10) == 0 ? 2 : 1;
    long issuedAt = Math.max(0, model.storeTimeMillis() - random.nextInt(40));
    Write write =
        new Write(
            Optional.of(new WriteId(client.id, client.sequence, client.oldestUnanswered, issuedAt)),
            command());
    past.add(write);
    return write;
  }

  private Command command() {
    return switch (random.nextInt(14)) {
      case 0, 1 -> new Command.Put(key(), value(), condition(), ttl());
      case 2 -> new Command.Delete(key(), condition());
      case 3 -> new Command.Touch(key(), ttl());
      case 4, 5 -> batch();
      case 6, 7 ->
          new Command.CreateSession(session(), ttl(), pick(PRINCIPALS), attributes(), limits());
      case 8, 9 -> save();
      case 10 -> new Command.TouchSessions(some(this::session));
      case 11 -> new Command.ChangeSessionId(session(), pick(SESSION_IDS));
      case 12 -> new Command.DeleteSession(session());
      default -> expire();
    };
  }

  private Command batch() {
    String namespace = pick(NAMESPACES);
    SortedMap<Bytes, Command.Operation> operations = new TreeMap<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      Bytes key = key().key();
      OptionalLong condition =
          random.nextInt(3) == 0 ? condition(new Key(namespace, key)) : OptionalLong.empty();
      operations.put(
          key,
          switch (random.nextInt(3)) {
            case 0 -> new Command.Operation.Put(key, value(), condition, ttl());
            case 1 -> new Command.Operation.Delete(key, condition);
            default -> new Command.Operation.Check(key, condition.orElse(0));
          });
    }
    return new Command.Batch(namespace, List.copyOf(operations.values()));
  }

  private Command save() {
    SessionKey session = session();
    Session present = model.sessions().get(session);
    OptionalLong condition =
        random.nextInt(4) > 0
            ? OptionalLong.empty()
            : OptionalLong.of(
                present == null || random.nextBoolean() ? random.nextInt(9) : present.version());
    return new Command.SaveSession(
        session,
        attributes(),
        some(() -> pick(ATTRIBUTES)),
        random.nextInt(4) == 0 ? OptionalLong.of(ttl()) : OptionalLong.empty(),
        random.nextInt(3) == 0 ? Optional.of(pick(PRINCIPALS)) : Optional.empty(),
        condition,
        random.nextInt(5) == 0 ? Optional.of(session().id()) : Optional.empty(),
        limits());
  }

  private Command expire() {
    long until = model.storeTimeMillis() + random.nextInt(50);
    List<DueHint> hints = new ArrayList<>(sweeperReads.dueHints(until, 1 + random.nextInt(10)));
    if (random.nextInt(3) == 0) {
      hints.add(new DueHint(random.nextInt(10_000), Table.KEYS, KeyRows.row(key())));
      hints.add(new DueHint(random.nextInt(10_000), Table.SESSIONS, SessionRows.header(session())));
    }
    return new Command.Expire(hints);
  }

  private OptionalLong condition() {
    return random.nextInt(3) == 0 ? condition(key()) : OptionalLong.empty();
  }

  private OptionalLong condition(Key key) {
    return OptionalLong.of(random.nextInt(4) == 0 ? random.nextInt(100) : model.version(key));
  }

  private Key key() {
    return new Key(pick(NAMESPACES), Bytes.wrap(new byte[] {(byte) (random.nextInt(8) - 4)}));
  }

  private SessionKey session() {
    return new SessionKey(pick(NAMESPACES), pick(SESSION_IDS));
  }

  private Bytes value() {
    byte[] value = new byte[random.nextInt(20) == 0 ? 4_000 : random.nextInt(30)];
    random.nextBytes(value);
    return Bytes.wrap(value);
  }

  private long ttl() {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> random.nextBoolean() ? -1 : 3_650L * 24 * 3_600 * 1_000;
      default -> 1 + random.nextInt(200);
    };
  }

  private SortedMap<String, Bytes> attributes() {
    SortedMap<String, Bytes> attributes = new TreeMap<>();
    some(() -> pick(ATTRIBUTES)).forEach(name -> attributes.put(name, value()));
    return attributes;
  }

  private SessionLimits limits() {
    return random.nextInt(4) == 0
        ? new SessionLimits(random.nextInt(4), random.nextInt(100))
        : new SessionLimits(1_024, 4 << 20);
  }

  private Bytes clientId() {
    byte[] id = new byte[WriteId.CLIENT_ID_BYTES];
    random.nextBytes(id);
    return Bytes.wrap(id);
  }

  private <T> List<T> some(Supplier<T> element) {
    List<T> elements = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      elements.add(element.get());
    }
    return elements;
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static final class Client {
    private final Bytes id;
    private long sequence;
    private long oldestUnanswered;

    Client(Bytes id) {
      this.id = id;
    }
  }
}
