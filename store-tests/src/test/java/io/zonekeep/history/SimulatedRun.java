package io.zonekeep.history;

import io.zonekeep.history.Event.F;
import io.zonekeep.history.Event.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random concurrent calls on a register that answers correctly, one step at a time: each call
 * begins, takes effect and ends in steps of their own. Some lose their answer; those take effect
 * later or never. From one seed, always the same history.
 */
final class SimulatedRun {
  private static final int CLIENTS = 6;
  private static final String KEY = "k";

  /** What the register holds. */
  record Held(@Nullable String value, long version) {}

  /** What a call gets. */
  private record Answer(@Nullable String val, @Nullable Long ver, @Nullable Boolean res) {}

  private final Random random;
  private final double lossRate;
  private final List<Event> events = new ArrayList<>();
  private final Map<Integer, Event> begun = new HashMap<>();
  private final Map<Integer, Answer> effected = new HashMap<>();
  private final List<Event> lost = new ArrayList<>();
  private final List<Integer> clients = new ArrayList<>();
  private int nextClient;
  private int nextValue;
  private long now;
  private long version;
  private Held held = new Held(null, 0);

  SimulatedRun(long seed, double lossRate) {
    this.random = new Random(seed);
    this.lossRate = lossRate;
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(nextClient++);
    }
  }

  List<Event> events() {
    return events;
  }

  Held held() {
    return held;
  }

  /** Plants a state that no call made. */
  void plant(Held planted) {
    held = planted;
  }

  /** Makes the next version lower than it must be. */
  void turnVersionBack(long by) {
    version -= by;
  }

  void steps(int count) {
    for (int i = 0; i < count; i++) {
      if (!lost.isEmpty() && random.nextInt(40) == 0) {
        effect(lost.remove(random.nextInt(lost.size())));
      }
      step(random.nextInt(CLIENTS));
    }
  }

  /** Ends all open calls. */
  void quiesce() {
    for (int slot = 0; slot < CLIENTS; slot++) {
      while (begun.containsKey(clients.get(slot))) {
        step(slot);
      }
    }
  }

  /** One whole call while nothing else runs. */
  void alone(F f) {
    Event call = invoke(clients.getFirst(), f, null);
    end(call, effect(call));
  }

  /** A whole put that is acknowledged and does nothing. */
  void lostPut() {
    Held before = held;
    alone(F.put);
    held = before;
  }

  /** A whole get that answers with something else than what is held. */
  void getAnswering(Held answer) {
    Held before = held;
    held = answer;
    alone(F.get);
    held = before;
  }

  private void step(int slot) {
    int client = clients.get(slot);
    Event call = begun.get(client);
    Answer answer = effected.get(client);
    if (call == null) {
      F f = randomCall();
      Long expected = f == F.put && random.nextBoolean() ? presentVersion() : null;
      begun.put(client, invoke(client, f, expected));
    } else if (answer != null) {
      begun.remove(client);
      effected.remove(client);
      if (random.nextDouble() < lossRate) {
        lose(slot, call);
      } else {
        end(call, answer);
      }
    } else if (random.nextDouble() < lossRate) {
      begun.remove(client);
      lose(slot, call);
      lost.add(call);
    } else {
      effected.put(client, effect(call));
    }
  }

  private F randomCall() {
    int dice = random.nextInt(100);
    return dice < 45 ? F.get : dice < 70 ? F.put : dice < 80 ? F.add : dice < 90 ? F.cas : F.del;
  }

  private Event invoke(int client, F f, @Nullable Long expected) {
    boolean writes = f != F.get && f != F.del;
    String old = f == F.cas ? String.valueOf(held.value()) : null;
    Event call =
        new Event(
            ++now,
            client,
            Phase.invoke,
            f,
            KEY,
            writes ? "v" + nextValue++ : null,
            old,
            expected,
            null,
            null,
            null,
            null);
    events.add(call);
    return call;
  }

  private Answer effect(Event call) {
    return switch (call.f()) {
      case get -> new Answer(held.value(), held.value() == null ? null : presentVersion(), null);
      case del -> delete();
      case put, add, cas -> write(call);
      case touch, fault -> throw new IllegalArgumentException("not simulated: " + call.f());
    };
  }

  private Answer delete() {
    if (held.value() == null) {
      return new Answer(null, null, null);
    }
    held = new Held(null, nextVersion());
    return new Answer(null, held.version(), null);
  }

  private Answer write(Event call) {
    boolean applies =
        switch (call.f()) {
          case add -> held.value() == null;
          case cas -> String.valueOf(call.old()).equals(held.value());
          default -> call.ifver() == null || call.ifver().equals(presentVersion());
        };
    if (!applies) {
      return new Answer(null, presentVersion(), false);
    }
    boolean conditional = call.f() != F.put || call.ifver() != null;
    held = new Held(call.val(), nextVersion());
    return new Answer(null, held.version(), conditional ? true : null);
  }

  private Long presentVersion() {
    return held.value() == null ? 0L : held.version();
  }

  /** Other keys take versions too. */
  private long nextVersion() {
    version += 1 + random.nextInt(3);
    return version;
  }

  private void end(Event call, Answer answer) {
    events.add(after(call, Phase.ok, answer));
  }

  private void lose(int slot, Event call) {
    events.add(after(call, Phase.info, new Answer(null, null, null)));
    clients.set(slot, nextClient++);
  }

  private Event after(Event call, Phase phase, Answer answer) {
    return new Event(
        ++now,
        call.proc(),
        phase,
        call.f(),
        call.key(),
        answer.val(),
        null,
        null,
        answer.ver(),
        null,
        answer.res(),
        null);
  }
}
