package io.zonekeep.server.state;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A state machine in memory, with a clock and an index of its own: for tests of behaviour. */
final class AppliedState {
  static final SessionLimits LIMITS = new SessionLimits(1_024, 4 << 20);
  static final Bytes CLIENT = client(1);

  final MemoryStore store = new MemoryStore();
  StateMachine machine = new StateMachine(store);
  DedupeWindow window = new DedupeWindow(600_000, 100, 1_000);
  FeedWindow feed = new FeedWindow(true, 600_000, 1 << 20, 1 << 20, 16 << 10);
  long now = 1_000_000;

  static Bytes client(int number) {
    return new ByteWriter(16).ordered(0).ordered(number).toBytes();
  }

  static Key key(String key) {
    return new Key("n", Bytes.utf8(key));
  }

  static SessionKey session(String id) {
    return new SessionKey("n", id);
  }

  static Command put(String key, String value, long ttlMillis) {
    return new Command.Put(key(key), Bytes.utf8(value), OptionalLong.empty(), ttlMillis);
  }

  static Command.CreateSession createSession(String id, long maxInactiveMillis, String principal) {
    return new Command.CreateSession(
        session(id), maxInactiveMillis, principal, new TreeMap<>(), LIMITS);
  }

  static Command.SaveSession save(String id, String name, String value) {
    TreeMap<String, Bytes> changed = new TreeMap<>();
    changed.put(name, Bytes.utf8(value));
    return new Command.SaveSession(
        session(id),
        changed,
        List.of(),
        OptionalLong.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        LIMITS);
  }

  Result apply(Command command) {
    return apply(Write.anonymous(command)).getFirst();
  }

  /** One entry of these writes. */
  List<Result> apply(Write... writes) {
    return machine.apply(
        1,
        machine.applied().index() + 1,
        new Entry(now, now + 5, window, Optional.of(feed), List.of(writes)));
  }

  /** A write of its own that is applied once. */
  Write write(Bytes client, long sequence, long oldestUnanswered, Command command) {
    return new Write(Optional.of(new WriteId(client, sequence, oldestUnanswered, now)), command);
  }

  /** Applies one sweep of all hints up to now. */
  int sweep() {
    Result result = apply(new Command.Expire(machine.reader().dueHints(now, 1_000)));
    return ((Result.Expired) result).records();
  }

  void restart() {
    machine = new StateMachine(store);
  }

  Optional<String> value(String key) {
    return machine.reader().get(key(key)).map(record -> record.value().toUtf8());
  }
}
