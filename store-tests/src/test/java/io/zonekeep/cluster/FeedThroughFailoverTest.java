package io.zonekeep.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.FeedPosition;
import io.zonekeep.client.FeedStart;
import io.zonekeep.client.NewSession;
import io.zonekeep.client.SessionChange;
import io.zonekeep.client.Sessions;
import io.zonekeep.client.Subscription;
import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What watchers are told while primaries die, freeze and hand over under a load of sessions. */
class FeedThroughFailoverTest {
  private static final int WRITERS = 3;
  private static final int WATCHERS = 4;
  private static final Duration SHORT_LIFE = Duration.ofSeconds(2);

  private TestCluster cluster;
  private final List<ZonekeepClient> clients = new ArrayList<>();
  private final List<RecordedFeed> watchers = new ArrayList<>();
  private final Map<String, String> wanted = new ConcurrentHashMap<>();
  private final AtomicInteger written = new AtomicInteger();
  private final List<Throwable> failures = new ArrayList<>();
  private volatile boolean stopping;

  @BeforeEach
  void start() {
    cluster = TestCluster.start("feed");
  }

  @AfterEach
  void end() {
    stopping = true;
    clients.forEach(ZonekeepClient::close);
    cluster.close();
  }

  @Test
  void everyWatcherSeesEachEventOnceInTheSameOrderThroughKillsAFreezeAndItsOwnRestart()
      throws InterruptedException {
    FeedPosition begin = watchFromNow();
    List<Thread> writers = startWriters();

    killPrimary();
    LocalNode frozen = cluster.primary();
    frozen.freeze();
    cluster.view().awaitPrimaryAfter(frozen, TestCluster.LONG);
    awaitWrites(100);
    frozen.thaw();
    List<String> beforeRestart = restartAWatcher();
    killPrimary();

    stopping = true;
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(failures).isEmpty();
    Sessions sessions = client().sessions(TestCluster.NAMESPACE);
    Pause.until(
        "short-lived sessions have expired",
        TestCluster.LONG,
        () ->
            wanted.entrySet().stream()
                .filter(each -> each.getValue().equals("EXPIRED"))
                .allMatch(each -> sessions.peek(each.getKey()).isEmpty()));
    sessions.create(session("last", Optional.empty()));

    List<String> fromTheBegin = replay(begin);
    assertThat(new HashSet<>(fromTheBegin)).hasSameSizeAs(fromTheBegin);
    assertThat(fromTheBegin).containsExactlyInAnyOrderElementsOf(expected());
    for (int i = 0; i < WATCHERS; i++) {
      RecordedFeed watcher = watchers.get(i);
      Pause.until("the last event", TestCluster.LONG, () -> hasLast(watcher));
      List<String> all = i == 0 ? new ArrayList<>(beforeRestart) : new ArrayList<>();
      all.addAll(watcher.events());
      assertThat(all).as("watcher %d", i).isEqualTo(fromTheBegin);
      assertThat(watcher.complaints()).as("watcher %d", i).isEmpty();
    }
  }

  /** What must have been told, by what the writers did. */
  private List<String> expected() {
    List<String> events = new ArrayList<>();
    wanted.forEach((id, fate) -> {
      events.add("CREATED " + id);
      if (fate.equals("RENAMED")) {
        events.add("ID_CHANGED " + id + "-new");
      } else {
        events.add(fate + " " + id);
      }
    });
    events.add("CREATED last");
    return events;
  }

  private FeedPosition watchFromNow() {
    FeedPosition begin = watch(FeedStart.now());
    for (int i = 1; i < WATCHERS; i++) {
      watch(FeedStart.after(begin));
    }
    return begin;
  }

  private FeedPosition watch(FeedStart start) {
    RecordedFeed watcher = new RecordedFeed(new FeedPosition(0, 0, 0));
    watchers.add(watcher);
    Subscription subscription = client().feed(TestCluster.NAMESPACE).sessions(start, watcher);
    return subscription.started().join();
  }

  /** The first watcher's client ends, and another goes on from the position that it had kept. */
  private List<String> restartAWatcher() {
    clients.get(0).close();
    RecordedFeed old = watchers.get(0);
    RecordedFeed.Told told = old.told();
    FeedPosition kept = FeedPosition.parse(told.upTo().toString());
    assertThat(old.complaints()).isEmpty();
    awaitWrites(100);
    RecordedFeed next = new RecordedFeed(kept);
    client().feed(TestCluster.NAMESPACE).sessions(FeedStart.after(kept), next);
    watchers.set(0, next);
    return told.events();
  }

  private List<String> replay(FeedPosition begin) {
    RecordedFeed replay = new RecordedFeed(begin);
    client().feed(TestCluster.NAMESPACE).sessions(FeedStart.after(begin), replay);
    Pause.until("the replay ends", TestCluster.LONG, () -> hasLast(replay));
    assertThat(replay.complaints()).isEmpty();
    return replay.events();
  }

  private static boolean hasLast(RecordedFeed feed) {
    return feed.events().contains("CREATED last");
  }

  private void killPrimary() {
    awaitWrites(200);
    LocalNode primary = cluster.primary();
    primary.kill();
    cluster.view().awaitPrimaryAfter(primary, TestCluster.LONG);
    awaitWrites(100);
    cluster.startAndCatchUp(primary);
  }

  private void awaitWrites(int more) {
    int until = written.get() + more;
    Pause.until("writes go on", TestCluster.LONG, () -> written.get() >= until);
  }

  private List<Thread> startWriters() {
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      String name = "w" + i + "-";
      Sessions sessions = client().sessions(TestCluster.NAMESPACE);
      Thread writer = new Thread(() -> write(name, sessions), name);
      writer.start();
      writers.add(writer);
    }
    return writers;
  }

  private void write(String name, Sessions sessions) {
    try {
      for (int i = 0; !stopping; i++) {
        live(name + i, i % 5, sessions);
        written.incrementAndGet();
        Pause.of(Duration.ofMillis(2));
      }
    } catch (RuntimeException e) {
      synchronized (failures) {
        failures.add(e);
      }
    }
  }

  private void live(String id, int fate, Sessions sessions) {
    switch (fate) {
      case 0 -> {
        sessions.create(session(id, Optional.of(SHORT_LIFE)));
        wanted.put(id, "EXPIRED");
      }
      case 1 -> {
        sessions.create(session(id, Optional.empty()));
        sessions.changeId(id, id + "-new");
        wanted.put(id, "RENAMED");
      }
      default -> {
        sessions.create(session(id, Optional.empty()));
        sessions.save(id, SessionChange.builder().put("cart", "apple".getBytes(UTF_8)).build());
        sessions.delete(id);
        wanted.put(id, "DELETED");
      }
    }
  }

  private static NewSession session(String id, Optional<Duration> life) {
    return new NewSession(id, life, Optional.of("berta"), Map.of());
  }

  private ZonekeepClient client() {
    ZonekeepClient client =
        Zonekeep.builder(cluster.cluster().target()).callTimeout(Duration.ofSeconds(30)).build();
    clients.add(client);
    return client;
  }
}
