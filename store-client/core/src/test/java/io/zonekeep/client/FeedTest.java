package io.zonekeep.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.zonekeep.client.Subscription.State;
import io.zonekeep.v1.WatchRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FeedTest {
  private static final FeedPosition BEGIN = new FeedPosition(ScriptedFeed.FEED, 0, 0);

  private final ScriptedCluster cluster = new ScriptedCluster();
  private final ZonekeepClient client = Zonekeep.connect(cluster.target());
  private final Recorder recorder = new Recorder();

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  @Test
  void whatComesIsToldInOrderAndTheStartIsKnown() {
    Subscription subscription = follow(FeedStart.now());
    awaitAsked(cluster.a, 1);
    assertThat(asked(cluster.a, 0).hasNow()).isTrue();
    assertThat(subscription.state()).isEqualTo(State.CONNECTING);
    cluster.a.feed().progress(7);
    assertThat(subscription.started().join().index()).isEqualTo(7);
    cluster.a.feed().send(8, 10);
    cluster.a.feed().send(11, 11);
    await().until(() -> recorder.ids().equals(ids(8, 11)));
    assertThat(subscription.position().orElseThrow().index()).isEqualTo(11);
    assertThat(subscription.state()).isEqualTo(State.FOLLOWING);
    assertThat(recorder.threads).containsOnly("zonekeep-feed");
  }

  @Test
  void aStreamThatEndsIsFollowedByAnotherAfterTheLastPosition() {
    follow(FeedStart.earliest());
    awaitAsked(cluster.a, 1);
    cluster.a.feed().send(1, 3);
    await().until(() -> recorder.ids().equals(ids(1, 3)));
    cluster.a.feed().fail(Status.Code.UNAVAILABLE, "SHUTTING_DOWN", 0);
    awaitAsked(cluster.a, 2);
    assertThat(asked(cluster.a, 1).getAfter()).isEqualTo(ScriptedFeed.position(3));
  }

  @Test
  void whatANodeRepeatsIsToldOnce() {
    follow(FeedStart.after(BEGIN));
    awaitAsked(cluster.a, 1);
    cluster.a.feed().send(1, 3);
    cluster.a.feed().send(2, 5);
    await().until(() -> recorder.ids().equals(ids(1, 5)));
  }

  @Test
  void thePrimaryOfAHigherTermIsFollowedThoughTheOldOneGoesOnSpeaking() {
    follow(FeedStart.after(BEGIN));
    awaitAsked(cluster.a, 1);
    cluster.a.feed().send(1, 3);
    await().until(() -> recorder.ids().size() == 3);
    cluster.b.state(2, "b");
    awaitAsked(cluster.b, 1);
    assertThat(asked(cluster.b, 0).getAfter()).isEqualTo(ScriptedFeed.position(3));
    cluster.b.feed().send(4, 6);
    await().until(() -> recorder.ids().equals(ids(1, 6)));
  }

  @Test
  void aFrozenPrimaryDoesNotLeaveTheWatcherHanging() {
    follow(FeedStart.after(BEGIN));
    awaitAsked(cluster.a, 1);
    cluster.a.feed().send(1, 3);
    await().until(() -> recorder.ids().size() == 3);
    cluster.a.freeze();
    cluster.b.state(2, "b");
    cluster.c.state(2, "b");
    awaitAsked(cluster.b, 1);
    assertThat(asked(cluster.b, 0).getAfter()).isEqualTo(ScriptedFeed.position(3));
  }

  @Test
  void aStreamThatFallsSilentIsLeftThoughItsNodeSpeaksElsewhere() {
    follow(FeedStart.after(BEGIN));
    awaitAsked(cluster.a, 1);
    cluster.a.feed().send(1, 3);
    awaitAsked(cluster.a, 2);
    assertThat(asked(cluster.a, 1).getAfter()).isEqualTo(ScriptedFeed.position(3));
  }

  @Test
  void aListenerThatThrowsIsToldTheSameAgainAndMissesNothing() {
    recorder.failures = 3;
    Subscription subscription = follow(FeedStart.after(BEGIN));
    awaitAsked(cluster.a, 1);
    cluster.a.feed().send(1, 3);
    await().until(() -> subscription.state() == State.LISTENER_FAILING);
    assertThat(subscription.position()).isEmpty();
    await().until(() -> recorder.ids().equals(ids(1, 3)));
    await().until(() -> subscription.state() == State.FOLLOWING);
    cluster.a.feed().send(4, 4);
    await().until(() -> recorder.ids().equals(ids(1, 4)));
  }

  @Test
  void aListenerThatThrowsHoldsUpNoOtherSubscription() {
    recorder.failures = Integer.MAX_VALUE;
    follow(FeedStart.after(BEGIN));
    awaitAsked(cluster.a, 1);
    cluster.a.feed().send(1, 3);
    Recorder other = new Recorder();
    client.feed("test").sessions(FeedStart.after(BEGIN), other);
    awaitAsked(cluster.a, 2);
    cluster.a.feed().send(1, 2);
    await().until(() -> other.ids().equals(ids(1, 2)));
  }

  @Test
  void aPositionThatIsGoneIsToldAndTheListenerSaysWhereToGoOn() {
    recorder.goOn = FeedStart.earliest();
    Subscription subscription = follow(FeedStart.after(BEGIN));
    awaitAsked(cluster.a, 1);
    cluster.a.feed().fail(Status.Code.OUT_OF_RANGE, "POSITION_GONE", 40);
    awaitAsked(cluster.a, 2);
    assertThat(recorder.gone)
        .containsExactly(BEGIN + " " + new FeedPosition(ScriptedFeed.FEED, 40, 0));
    assertThat(asked(cluster.a, 1).hasEarliest()).isTrue();
    cluster.a.feed().send(41, 41);
    await().until(() -> recorder.ids().equals(List.of("s41")));
    assertThat(subscription.position().orElseThrow().index()).isEqualTo(41);
  }

  @Test
  void aPositionThatGoesWhileTheListenerIsSlowIsTheOneToldLast() {
    follow(FeedStart.after(BEGIN));
    awaitAsked(cluster.a, 1);
    cluster.a.feed().send(1, 3);
    cluster.a.feed().fail(Status.Code.OUT_OF_RANGE, "POSITION_GONE", 40);
    await().until(() -> recorder.gone.size() == 1);
    assertThat(recorder.ids()).isEqualTo(ids(1, 3));
    assertThat(recorder.gone.get(0)).startsWith(new FeedPosition(ScriptedFeed.FEED, 3, 0) + " ");
  }

  @Test
  void aRefusalForGoodEndsTheSubscriptionAndIsTold() {
    Subscription subscription = follow(FeedStart.after(BEGIN));
    awaitAsked(cluster.a, 1);
    cluster.a.feed().fail(Status.Code.INVALID_ARGUMENT, "INVALID_FIELD", 0);
    await().until(() -> recorder.ends.size() == 1);
    assertThat(recorder.ends.get(0).reason()).isEqualTo(ZonekeepException.Reason.INVALID_ARGUMENT);
    assertThat(subscription.state()).isEqualTo(State.ENDED);
    assertThat(subscription.started()).isCompletedExceptionally();
    assertThat(cluster.a.feed().asked).hasSize(1);
  }

  @Test
  void aClosedSubscriptionIsToldNothingMore() {
    Subscription subscription = follow(FeedStart.after(BEGIN));
    awaitAsked(cluster.a, 1);
    cluster.a.feed().progress(0);
    await().until(() -> subscription.state() == State.FOLLOWING);
    subscription.close();
    Subscription another = follow(FeedStart.after(BEGIN));
    awaitAsked(cluster.a, 2);
    cluster.a.feed().send(1, 1);
    await().until(() -> another.position().isPresent());
    assertThat(recorder.ids()).containsExactly("s1");
    assertThat(recorder.ends).isEmpty();
    assertThat(subscription.state()).isEqualTo(State.ENDED);
  }

  @Test
  void aClosedClientEndsItsSubscriptions() {
    Subscription subscription = follow(FeedStart.now());
    client.close();
    await().until(() -> recorder.ends.size() == 1);
    assertThat(recorder.ends.get(0).reason()).isEqualTo(ZonekeepException.Reason.CLOSED);
    assertThat(subscription.state()).isEqualTo(State.ENDED);
  }

  @Test
  void aPositionIsKeptAsText() {
    FeedPosition position = new FeedPosition(-1, Long.MAX_VALUE / 16, 12);
    assertThat(FeedPosition.parse(position.toString())).isEqualTo(position);
    assertThatThrownBy(() -> FeedPosition.parse("yesterday"))
        .isInstanceOf(ZonekeepException.class)
        .hasMessageContaining("yesterday");
  }

  private Subscription follow(FeedStart start) {
    return client.feed("test").sessions(start, recorder);
  }

  private static void awaitAsked(ScriptedNode node, int times) {
    await().atMost(Duration.ofSeconds(20)).until(() -> node.feed().asked.size() == times);
  }

  private static WatchRequest asked(ScriptedNode node, int number) {
    return node.feed().asked.get(number);
  }

  private static List<String> ids(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(number -> "s" + number).toList();
  }

  private static final class Recorder implements FeedListener<SessionEvent> {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> threads = new CopyOnWriteArrayList<>();
    private final List<String> gone = new CopyOnWriteArrayList<>();
    private final List<ZonekeepException> ends = new CopyOnWriteArrayList<>();
    private volatile FeedStart goOn = FeedStart.now();
    private volatile int failures;

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // on the feed thread alone
    public void onEvents(List<SessionEvent> events, FeedPosition upTo) {
      if (failures > 0) {
        failures--;
        throw new IllegalStateException("the listener fails, as the test wants it");
      }
      threads.add(Thread.currentThread().getName());
      events.forEach(event -> told.add(event.sessionId()));
    }

    @Override
    public FeedStart onPositionGone(FeedPosition asked, FeedPosition earliest) {
      gone.add(asked + " " + earliest);
      return goOn;
    }

    @Override
    public void onEnd(ZonekeepException reason) {
      ends.add(reason);
    }

    List<String> ids() {
      return List.copyOf(told);
    }
  }
}
