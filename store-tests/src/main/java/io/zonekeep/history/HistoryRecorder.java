package io.zonekeep.history;

import com.google.gson.Gson;
import io.zonekeep.history.Event.F;
import io.zonekeep.history.Event.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Collects the events of one run, in memory until the run is over. Safe for many threads. */
public final class HistoryRecorder {
  private static final int INJECTOR = -1;
  private static final Gson GSON = new Gson();

  private final long origin = System.nanoTime();
  private final Queue<Event> events = new ConcurrentLinkedQueue<>();
  private final AtomicInteger clients = new AtomicInteger();
  private final AtomicLong values = new AtomicLong();

  /** A number for a logical client. */
  int newClient() {
    return clients.getAndIncrement();
  }

  /** A value that no other write of the run has. */
  String newValue() {
    return "v" + values.incrementAndGet();
  }

  /** Nanoseconds since the run began. */
  public long now() {
    return System.nanoTime() - origin;
  }

  void add(Event event) {
    events.add(event);
  }

  /** Notes a fault, for whoever reads the history. */
  public void fault(String what) {
    add(
        new Event(
            now(), INJECTOR, Phase.info, F.fault, null, null, null, null, null, null, null, what));
  }

  /** All events so far in order of time. */
  public List<Event> events() {
    return events.stream().sorted(Comparator.comparingLong(Event::t)).toList();
  }

  public void write(Path file) throws IOException {
    Files.write(file, events().stream().map(GSON::toJson).toList());
  }

  public static List<Event> read(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(line -> GSON.fromJson(line, Event.class)).toList();
  }
}
