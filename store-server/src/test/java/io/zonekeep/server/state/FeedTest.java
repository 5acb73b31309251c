package io.zonekeep.server.state;

import static io.zonekeep.server.state.AppliedState.createSession;
import static io.zonekeep.server.state.AppliedState.put;
import static io.zonekeep.server.state.AppliedState.save;
import static io.zonekeep.server.state.AppliedState.session;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FeedTest {
  private final AppliedState state = new AppliedState();

  @Test
  void aSessionsLifeIsToldInOrder() {
    state.apply(createSession("s", 1_000, "ada"));
    state.apply(save("s", "cart", "apple"));
    state.apply(new Command.ChangeSessionId(session("s"), "t"));
    state.now += 2_000;
    state.sweep();

    List<FeedEvent> events = events(FeedTopic.SESSIONS);
    assertThat(events).hasSize(3);
    assertThat(events.get(0)).isEqualTo(new FeedEvent.SessionCreated("n", "s", "ada"));
    assertThat(events.get(1)).isEqualTo(new FeedEvent.SessionIdChanged("n", "t", "s", "ada"));
    FeedEvent.SessionEnded ended = (FeedEvent.SessionEnded) events.get(2);
    assertThat(ended.id()).isEqualTo("t");
    assertThat(ended.expired()).isTrue();
    assertThat(ended.last().orElseThrow().attributes())
        .containsExactly(java.util.Map.entry("cart", Bytes.utf8("apple")));
  }

  @Test
  void aDeleteOfWhatIsNotThereIsNoEvent() {
    state.apply(new Command.DeleteSession(session("s")));
    state.apply(new Command.Delete(AppliedState.key("k"), OptionalLong.empty()));
    state.apply(
        new Command.Batch(
            "n", List.of(new Command.Operation.Delete(Bytes.utf8("k"), OptionalLong.empty()))));
    assertThat(events(FeedTopic.SESSIONS)).isEmpty();
    assertThat(events(FeedTopic.KEYS)).isEmpty();
  }

  @Test
  void aRetriedWriteIsToldOnce() {
    Write write = state.write(AppliedState.CLIENT, 1, 1, createSession("s", 1_000, ""));
    state.apply(write);
    state.apply(write);
    assertThat(events(FeedTopic.SESSIONS)).hasSize(1);
  }

  @Test
  void anInactiveTimeOfZeroIsOverAtOnce() {
    state.apply(createSession("s", 0, "ada"));
    assertThat(state.machine.reader().session(session("s"))).isEmpty();
    assertThat(state.machine.reader().sessionsByPrincipal("n", "ada", "", 9, 99, false).items())
        .isEmpty();
    assertThat(state.store.rows(Table.SESSIONS)).isEmpty();

    state.apply(createSession("t", 1_000, ""));
    TreeMap<String, Bytes> changed = new TreeMap<>();
    changed.put("cart", Bytes.utf8("pear"));
    Result saved = state.apply(saveWithLife("t", changed, 0));
    assertThat(saved).isInstanceOf(Result.Written.class);
    assertThat(state.machine.reader().session(session("t"))).isEmpty();
    FeedEvent.SessionEnded ended = (FeedEvent.SessionEnded) events(FeedTopic.SESSIONS).getLast();
    assertThat(ended.expired()).isTrue();
    assertThat(ended.last().orElseThrow().attributes()).containsOnlyKeys("cart");
    assertThat(state.apply(save("t", "cart", "plum"))).isInstanceOf(Result.SessionRefused.class);
  }

  @Test
  void aNegativeInactiveTimeIsNeverOver() {
    state.apply(createSession("s", -7, ""));
    state.now += 4_000L * 24 * 3_600 * 1_000;
    state.sweep();
    assertThat(state.machine.reader().session(session("s")).orElseThrow().maxInactiveMillis())
        .isEqualTo(-1);
  }

  @Test
  void aLastStateOverItsBoundIsLeftOut() {
    state.feed = new FeedWindow(true, 600_000, 1 << 20, 1 << 20, 9);
    state.apply(createSession("small", 1_000, ""));
    state.apply(createSession("large", 1_000, ""));
    state.apply(save("small", "cart", "apple"));
    state.apply(save("large", "cart", "apples"));
    state.apply(new Command.DeleteSession(session("small")));
    state.apply(new Command.DeleteSession(session("large")));
    List<FeedEvent> events = events(FeedTopic.SESSIONS);
    assertThat(((FeedEvent.SessionEnded) events.get(2)).last()).isPresent();
    assertThat(((FeedEvent.SessionEnded) events.get(3)).last()).isEmpty();
  }

  @Test
  void eventsAreKeptForTheWindowAndNoLonger() {
    state.feed = new FeedWindow(true, 1_000, 1 << 20, 1 << 20, 0);
    state.apply(createSession("a", -1, ""));
    state.now += 600;
    state.apply(createSession("b", -1, ""));
    state.now += 400;
    state.apply(put("k", "v", 0));
    assertThat(events(FeedTopic.SESSIONS)).hasSize(2);
    state.now += 1;
    state.apply(put("k", "v", 0));
    assertThat(events(FeedTopic.SESSIONS))
        .containsExactly(new FeedEvent.SessionCreated("n", "b", ""));
    assertThat(marks(FeedTopic.SESSIONS).earliest()).isEqualTo(new FeedPosition(0, 1));
  }

  @Test
  void theOldestEventsMakeWayWhenTheBytesRunOut() {
    state.feed = new FeedWindow(true, 600_000, 1 << 20, 1_000, 0);
    for (int i = 0; i < 200; i++) {
      state.apply(put("key-" + i, "v", 0));
      assertThat(marks(FeedTopic.KEYS).bytes()).isLessThanOrEqualTo(1_000);
    }
    List<FeedEvent> kept = events(FeedTopic.KEYS);
    assertThat(kept).hasSizeBetween(15, 40);
    assertThat(((FeedEvent.KeyPut) kept.getLast()).key()).isEqualTo(Bytes.utf8("key-199"));
    assertThat(state.store.rows(Table.FEED)).hasSize(kept.size());
  }

  @Test
  void keysThatWereNotRecordedForAWhileAreAGap() {
    state.apply(put("a", "v", 0));
    FeedPosition first = marks(FeedTopic.KEYS).earliest();
    state.feed = new FeedWindow(false, 600_000, 1 << 20, 1 << 20, 0);
    state.apply(put("b", "v", 0));
    assertThat(marks(FeedTopic.KEYS).on()).isFalse();
    state.feed = new FeedWindow(true, 600_000, 1 << 20, 1 << 20, 0);
    state.apply(put("c", "v", 0));
    assertThat(first.isBefore(marks(FeedTopic.KEYS).earliest())).isTrue();
    assertThat(events(FeedTopic.KEYS))
        .extracting(event -> ((FeedEvent.KeyPut) event).key())
        .containsExactly(Bytes.utf8("c"));
  }

  @Test
  void anEntryLoggedWithoutAFeedIsAGapToo() {
    state.apply(createSession("a", -1, ""));
    Write write = Write.anonymous(createSession("b", -1, ""));
    state.machine.apply(
        1, 1, new Entry(state.now, 0, state.window, Optional.empty(), List.of(write)));
    state.apply(createSession("c", -1, ""));
    assertThat(marks(FeedTopic.SESSIONS).earliest()).isEqualTo(new FeedPosition(2, 0));
    assertThat(events(FeedTopic.SESSIONS))
        .containsExactly(new FeedEvent.SessionCreated("n", "c", ""));
  }

  @Test
  void manyLargeEventsOfOneEntryComeInPages() {
    for (int i = 0; i < 40; i++) {
      state.apply(createSession("s" + i, 1_000, ""));
      state.apply(save("s" + i, "cart", "x".repeat(10_000)));
    }
    state.now += 2_000;
    assertThat(state.sweep()).isEqualTo(40);

    FeedPosition created = new FeedPosition(79, 0);
    StateReader reader = state.machine.reader();
    List<FeedPage.Positioned> events = new ArrayList<>();
    FeedPage page = reader.feed(FeedTopic.SESSIONS, created, 64 << 10);
    assertThat(page.more()).isTrue();
    while (page.more()) {
      assertThat(page.events().size()).isBetween(1, 15);
      events.addAll(page.events());
      page = reader.feed(FeedTopic.SESSIONS, page.upTo(), 64 << 10);
    }
    events.addAll(page.events());
    assertThat(events).hasSize(40);
    assertThat(events.getLast().position()).isEqualTo(new FeedPosition(80, 40));
  }

  @Test
  void theFeedSurvivesARestart() {
    state.apply(createSession("a", -1, ""));
    FeedMarks before = state.machine.reader().feedMarks();
    state.restart();
    assertThat(state.machine.reader().feedMarks()).isEqualTo(before);
    state.apply(createSession("b", -1, ""));
    assertThat(state.machine.reader().feedMarks().feed()).isEqualTo(before.feed());
    assertThat(events(FeedTopic.SESSIONS)).hasSize(2);
  }

  private static Command saveWithLife(String id, SortedMap<String, Bytes> changed, long life) {
    return new Command.SaveSession(
        session(id),
        changed,
        List.of(),
        OptionalLong.of(life),
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        AppliedState.LIMITS);
  }

  private FeedMarks.Topic marks(FeedTopic topic) {
    return state.machine.reader().feedMarks().of(topic);
  }

  private List<FeedEvent> events(FeedTopic topic) {
    return state.machine.reader().feed(topic, marks(topic).earliest(), 1 << 30).events().stream()
        .map(FeedPage.Positioned::event)
        .toList();
  }
}
