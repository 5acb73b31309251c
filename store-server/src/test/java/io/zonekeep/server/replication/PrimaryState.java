package io.zonekeep.server.replication;

import io.zonekeep.server.state.Bytes;
import io.zonekeep.server.state.Command;
import io.zonekeep.server.state.DedupeWindow;
import io.zonekeep.server.state.Entry;
import io.zonekeep.server.state.Key;
import io.zonekeep.server.state.MemoryStore;
import io.zonekeep.server.state.Result;
import io.zonekeep.server.state.Session;
import io.zonekeep.server.state.SessionKey;
import io.zonekeep.server.state.SessionLimits;
import io.zonekeep.server.state.StateMachine;
import io.zonekeep.server.state.StateReader;
import io.zonekeep.server.state.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A primary's state and clock, with a log in which the test says when a write is applied. */
final class PrimaryState {
  final SteppedClock monotonic = new SteppedClock();
  final StoreClock clock = new StoreClock(monotonic, () -> 1_000_000, Duration.ofSeconds(1));
  final List<Submitted> submitted = new ArrayList<>();
  private final StateMachine machine = new StateMachine(new MemoryStore());
  private long index;

  /** Answers each write with a full queue. */
  boolean queueFull;

  PrimaryState() {
    clock.begin(0);
  }

  /** A write under way. */
  record Submitted(Write write, CompletableFuture<Result> future) {}

  CompletableFuture<Result> submit(Write write) {
    if (queueFull) {
      return CompletableFuture.failedFuture(new QueueFullException(0, 0));
    }
    CompletableFuture<Result> future = new CompletableFuture<>();
    submitted.add(new Submitted(write, future));
    return future;
  }

  /** Applies what is under way, each as an entry of its own. */
  void applyAll() {
    while (!submitted.isEmpty()) {
      applyNext();
    }
  }

  void applyNext() {
    Submitted next = submitted.removeFirst();
    next.future().complete(apply(next.write().command()));
  }

  Result apply(Command command) {
    Entry entry =
        new Entry(
            clock.millis(),
            0,
            new DedupeWindow(600_000, 100, 100),
            Optional.empty(),
            List.of(Write.anonymous(command)));
    return machine.apply(1, ++index, entry).getFirst();
  }

  void createSession(SessionKey session, long maxInactiveMillis) {
    apply(
        new Command.CreateSession(
            session, maxInactiveMillis, "", new TreeMap<>(), new SessionLimits(10, 1000)));
  }

  void put(String key, long ttlMillis) {
    apply(
        new Command.Put(
            new Key("test", Bytes.utf8(key)), Bytes.EMPTY, OptionalLong.empty(), ttlMillis));
  }

  boolean exists(String key) {
    return reader().get(new Key("test", Bytes.utf8(key))).isPresent();
  }

  Session session(SessionKey key) {
    return reader().sessionHeader(key).orElseThrow();
  }

  StateReader reader() {
    return machine.reader();
  }
}
