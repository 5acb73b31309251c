package io.zonekeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status.Code;
import io.grpc.protobuf.StatusProto;
import io.zonekeep.server.state.FeedWindow;
import io.zonekeep.v1.Attribute;
import io.zonekeep.v1.CreateSessionRequest;
import io.zonekeep.v1.DeleteSessionRequest;
import io.zonekeep.v1.FeedEarliest;
import io.zonekeep.v1.FeedNow;
import io.zonekeep.v1.FeedPosition;
import io.zonekeep.v1.KeyValueServiceGrpc;
import io.zonekeep.v1.PutRequest;
import io.zonekeep.v1.SessionEvent;
import io.zonekeep.v1.SessionEventKind;
import io.zonekeep.v1.SessionServiceGrpc;
import io.zonekeep.v1.WatchKeys;
import io.zonekeep.v1.WatchRequest;
import io.zonekeep.v1.WatchSessions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchApiTest {
  /** More than a connection takes for a reader that does not read. */
  private static final int SESSIONS = 1_200;

  private static final ByteString CART = ByteString.copyFrom(new byte[10_000]);

  private TestNode node = TestNode.start();

  /** A feed begins with the first entry of the log; watchers wait for it. */
  @BeforeEach
  void begin() {
    put("elsewhere", "first");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aWatcherFromNowGetsWhatComesAndNothingOfBefore() {
    create("before");
    TestWatch watch = TestWatch.of(node, sessions().setNow(now()));
    await().until(() -> watch.messages.size() > 0);
    create("after");
    await().until(() -> watch.sessionIds().equals(List.of("after")));
    SessionEvent event = watch.sessionEvents().getFirst();
    assertThat(event.getKind()).isEqualTo(SessionEventKind.SESSION_EVENT_KIND_CREATED);
    assertThat(event.getPosition().getFeed()).isEqualTo(watch.upTo().getFeed());
  }

  @Test
  void aWatcherFromTheEarliestGetsAllThatIsKept() {
    create("a");
    delete("a");
    TestWatch watch = TestWatch.of(node, sessions().setEarliest(FeedEarliest.getDefaultInstance()));
    await().until(() -> watch.sessionEvents().size() == 2);
    assertThat(watch.sessionEvents().getLast().getLastState().getId()).isEqualTo("a");
  }

  @Test
  void fromEachPositionTheRestComes() {
    IntStream.range(0, 20).forEach(i -> create("s" + i));
    TestWatch all = TestWatch.of(node, sessions().setEarliest(FeedEarliest.getDefaultInstance()));
    await().until(() -> all.sessionIds().size() == 20);
    for (int i = 0; i < 20; i++) {
      FeedPosition position = all.sessionEvents().get(i).getPosition();
      TestWatch rest = TestWatch.of(node, sessions().setAfter(position));
      List<String> expected = all.sessionIds().subList(i + 1, 20);
      await().until(() -> rest.messages.size() > 0 && rest.sessionIds().equals(expected));
      rest.cancel();
    }
  }

  @Test
  void namespacesAndPrefixesAreKeptApart() {
    TestWatch shop = TestWatch.of(node, keys("shop", "a/").setNow(now()));
    TestWatch all = TestWatch.of(node, keys("shop", "").setNow(now()));
    TestWatch sessions = TestWatch.of(node, sessions().setNow(now()));
    await()
        .until(() ->
            !shop.messages.isEmpty() && !all.messages.isEmpty() && !sessions.messages.isEmpty());
    put("shop", "a/1");
    put("shop", "b/1");
    put("shops", "a/2");
    put("shop", "a/3");
    create("s");
    await().until(() -> all.keys().size() == 3 && sessions.sessionIds().size() == 1);
    await().until(() -> shop.keys().size() == 2);
    assertThat(shop.keys()).containsExactly("a/1", "a/3");
    assertThat(all.keys()).containsExactly("a/1", "b/1", "a/3");
  }

  @Test
  void aQuietFeedIsHeardOfAllTheSameAlsoWhileOthersAreBusy() {
    TestWatch watch = TestWatch.of(node, keys("quiet", "").setNow(now()));
    await().until(() -> watch.messages.size() > 0);
    FeedPosition first = watch.upTo();
    for (int i = 0; watch.messages.size() < 3; i++) {
      put("busy", "k" + i);
    }
    assertThat(watch.keys()).isEmpty();
    assertThat(watch.upTo().getIndex()).isGreaterThan(first.getIndex());
  }

  @Test
  void aSlowWatcherGetsAllOnceItReadsOn() {
    TestWatch slow = TestWatch.slow(node, sessions().setNow(now()));
    await().until(() -> slow.messages.size() == 1);
    node.replication.feed(new FeedWindow(true, 600_000, 1 << 30, 1_000, 16 << 10));
    List<String> ids = createAndDeleteMany();
    slow.take(100_000);
    await().until(() -> slow.sessionIds().size() >= ids.size());
    assertThat(slow.sessionIds()).isEqualTo(ids);
  }

  @Test
  void aSlowWatcherWhosePlaceIsNoLongerKeptIsTold() throws Exception {
    TestWatch slow = TestWatch.slow(node, sessions().setNow(now()));
    TestWatch fast = TestWatch.of(node, sessions().setNow(now()));
    await().until(() -> slow.messages.size() == 1 && fast.messages.size() > 0);
    node.replication.feed(new FeedWindow(true, 600_000, 1_000_000, 1_000, 16 << 10));
    List<String> ids = createAndDeleteMany();
    await().until(() -> fast.sessionIds().size() >= ids.size());
    assertThat(fast.sessionIds()).isEqualTo(ids);
    slow.take(100_000);
    await().until(() -> slow.code() == Code.OUT_OF_RANGE);
    ErrorInfo why = info(slow);
    assertThat(why.getReason()).isEqualTo("POSITION_GONE");

    // It has grown since: the writes went on after the watcher was told.
    long earliest = Long.parseLong(why.getMetadataOrThrow("earliest").split("-")[1]);
    assertThat(earliest).isGreaterThan(slow.upTo().getIndex());
    TestWatch again = TestWatch.of(node, sessions().setEarliest(FeedEarliest.getDefaultInstance()));
    String last = "s" + (SESSIONS - 1);
    await().until(() -> again.sessionIds().contains(last));
    List<String> got = slow.sessionIds();
    assertThat(got).isEqualTo(fast.sessionIds().subList(0, got.size()));
    assertThat(fast.sessionIds()).endsWith(again.sessionIds().toArray(new String[0]));
  }

  @Test
  void aPositionThatIsNoLongerKeptIsRefusedAtOnce() throws Exception {
    create("a");
    TestWatch first = TestWatch.of(node, sessions().setEarliest(FeedEarliest.getDefaultInstance()));
    await().until(() -> first.sessionIds().size() == 1);
    FeedPosition old = first.sessionEvents().getFirst().getPosition();
    first.cancel();
    node.replication.feed(new FeedWindow(true, 600_000, 1, 1, 0));
    create("b");
    create("c");
    TestWatch watch = TestWatch.of(node, sessions().setAfter(old));
    await().until(() -> watch.code() == Code.OUT_OF_RANGE);
    assertThat(info(watch).getReason()).isEqualTo("POSITION_GONE");
    assertThat(node.metrics.counter("zonekeep.feed.position.gone").count()).isEqualTo(1);
  }

  @Test
  void positionsOfAnotherClusterAndOfTheFutureAreRefused() {
    create("a");
    TestWatch known = TestWatch.of(node, sessions().setNow(now()));
    await().until(() -> known.messages.size() > 0);
    FeedPosition here = known.upTo();
    assertRefused(sessions().setAfter(here.toBuilder().setFeed(here.getFeed() + 1)));
    assertRefused(sessions().setAfter(here.toBuilder().setIndex(here.getIndex() + 1)));
    assertRefused(sessions().setAfter(here.toBuilder().setEvent(1)));
    assertRefused(sessions().setAfter(here.toBuilder().setIndex(-1)));
  }

  @Test
  void whatIsNotSetOrTooLongIsRefusedByName() {
    assertThat(assertRefused(sessions())).contains("start");
    assertThat(assertRefused(WatchRequest.newBuilder().setNamespace("shop").setNow(now())))
        .contains("subject");
    assertThat(assertRefused(sessions().setNamespace("Shop").setNow(now()))).contains("namespace");
    assertThat(assertRefused(keys("shop", "x".repeat(2_000)).setNow(now())))
        .contains("prefix")
        .contains("limit.key_bytes");
  }

  @Test
  void keysThatAreNotRecordedCannotBeWatched() throws Exception {
    TestWatch watch = TestWatch.of(node, keys("shop", "").setNow(now()));
    put("shop", "k");
    await().until(() -> watch.messages.size() > 0);
    node.replication.feed(new FeedWindow(false, 600_000, 1 << 20, 1, 0));
    put("shop", "k");
    await().until(() -> watch.code() == Code.FAILED_PRECONDITION);
    assertThat(info(watch).getReason()).isEqualTo("FEED_OFF");
    TestWatch another = TestWatch.of(node, keys("shop", "").setNow(now()));
    await().until(() -> another.code() == Code.FAILED_PRECONDITION);
  }

  @Test
  void aNodeThatIsNotPrimaryAnyMoreEndsItsWatchesAndSaysWhoIs() throws Exception {
    create("a");
    TestWatch watch = TestWatch.of(node, sessions().setNow(now()));
    await().until(() -> watch.messages.size() > 0);
    node.replication.becomeStandbyOf("b");
    await().until(() -> watch.code() == Code.UNAVAILABLE);
    assertThat(info(watch).getReason()).isEqualTo("NOT_PRIMARY");
    assertThat(info(watch).getMetadataOrThrow("primary_node")).isEqualTo("b");
  }

  @Test
  void tooManyWatchersAreRefusedAndOneThatLeavesMakesRoom() {
    node.close();
    node = TestNode.startWith("feed.watchers_max: 2");
    create("a");
    TestWatch one = TestWatch.of(node, sessions().setNow(now()));
    TestWatch two = TestWatch.of(node, sessions().setNow(now()));
    await().until(() -> one.messages.size() > 0 && two.messages.size() > 0);
    TestWatch three = TestWatch.of(node, sessions().setNow(now()));
    await().until(() -> three.code() == Code.RESOURCE_EXHAUSTED);
    one.cancel();
    await()
        .until(() -> {
          TestWatch four = TestWatch.of(node, sessions().setNow(now()));
          await().until(() -> four.messages.size() > 0 || four.end.isPresent());
          return four.end.isEmpty();
        });
  }

  @Test
  void fiveHundredWatchersEachGetEveryEventOnceAndInOrder() {
    create("first");
    List<TestWatch> watches = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      watches.add(
          TestWatch.of(
              node,
              i % 2 == 0 ? sessions().setNow(now()) : keys("shop", "k" + i % 7).setNow(now())));
    }
    await().until(() -> watches.stream().allMatch(watch -> !watch.messages.isEmpty()));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ids.add(create("s" + i));
      put("shop", "k" + i % 7);
    }
    await()
        .until(() ->
            IntStream.range(0, 500)
                .allMatch(i -> count(watches.get(i)) >= (i % 2 == 0 ? 200 : keysThatEnd(i % 7))));
    for (int i = 0; i < 500; i++) {
      if (i % 2 == 0) {
        assertThat(watches.get(i).sessionIds()).isEqualTo(ids);
      } else {
        assertThat(watches.get(i).keys()).hasSize(keysThatEnd(i % 7)).containsOnly("k" + i % 7);
      }
    }
    assertThat(node.metrics.get("zonekeep.feed.watchers").gauge().value()).isEqualTo(500);
  }

  private static int count(TestWatch watch) {
    return watch.sessionEvents().size() + watch.keys().size();
  }

  /** How many of the numbers below 200 leave this rest. */
  private static int keysThatEnd(int rest) {
    return (int) IntStream.range(0, 200).filter(number -> number % 7 == rest).count();
  }

  private String assertRefused(WatchRequest.Builder request) {
    TestWatch watch = TestWatch.of(node, request);
    await().until(() -> watch.end.isPresent());
    assertThat(watch.code()).isEqualTo(Code.INVALID_ARGUMENT);
    return String.valueOf(watch.end.orElseThrow().getMessage());
  }

  private static ErrorInfo info(TestWatch watch) throws InvalidProtocolBufferException {
    return StatusProto.fromThrowable(watch.end.orElseThrow()).getDetails(0).unpack(ErrorInfo.class);
  }

  private static FeedNow now() {
    return FeedNow.getDefaultInstance();
  }

  private static WatchRequest.Builder sessions() {
    return WatchRequest.newBuilder()
        .setNamespace("shop")
        .setSessions(WatchSessions.getDefaultInstance());
  }

  private static WatchRequest.Builder keys(String namespace, String prefix) {
    return WatchRequest.newBuilder()
        .setNamespace(namespace)
        .setKeys(WatchKeys.newBuilder().setPrefix(ByteString.copyFromUtf8(prefix)));
  }

  private List<String> createAndDeleteMany() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      String id = "s" + i;
      var _ =
          SessionServiceGrpc.newBlockingStub(node.channel)
              .createSession(
                  CreateSessionRequest.newBuilder()
                      .setNamespace("shop")
                      .setId(id)
                      .addAttributes(Attribute.newBuilder().setName("cart").setValue(CART))
                      .build());
      delete(id);
      ids.add(id);
      ids.add(id);
    }
    return ids;
  }

  private String create(String id) {
    var _ =
        SessionServiceGrpc.newBlockingStub(node.channel)
            .createSession(
                CreateSessionRequest.newBuilder().setNamespace("shop").setId(id).build());
    return id;
  }

  private void delete(String id) {
    var _ =
        SessionServiceGrpc.newBlockingStub(node.channel)
            .deleteSession(
                DeleteSessionRequest.newBuilder().setNamespace("shop").setId(id).build());
  }

  private void put(String namespace, String key) {
    var _ =
        KeyValueServiceGrpc.newBlockingStub(node.channel)
            .put(
                PutRequest.newBuilder()
                    .setNamespace(namespace)
                    .setKey(ByteString.copyFromUtf8(key))
                    .build());
  }
}
