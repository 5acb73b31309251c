package io.zonekeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.Timer;
import io.zonekeep.v1.Call;
import io.zonekeep.v1.ErrorReason;
import io.zonekeep.v1.ExchangeRequest;
import io.zonekeep.v1.ExchangeResponse;
import io.zonekeep.v1.GetRequest;
import io.zonekeep.v1.PutRequest;
import io.zonekeep.v1.Reply;
import io.zonekeep.v1.WriteId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamApiTest {
  private TestNode node = TestNode.start();

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void helloIsAnsweredByWelcome() {
    TestStream stream = TestStream.open(node.channel);

    await().until(() -> !stream.messages.isEmpty());
    ExchangeResponse first = stream.messages.getFirst();
    assertThat(first.getWelcome().getNodeId()).isEqualTo("a");
    assertThat(first.getWelcome().getPrimary().getPrimaryNode()).isEqualTo("a");
    assertThat(first.getWelcome().getPrimary().getTerm()).isEqualTo(7);
    assertThat(first.getStoreTimeMillis()).isEqualTo(FakeReplication.STORE_TIME_MILLIS);
  }

  @Test
  void aStreamWithoutHelloIsRefused() {
    TestStream stream = TestStream.silent(node.channel, false);
    stream.send(ExchangeRequest.newBuilder().addCalls(get(1)).build());

    assertThat(endOf(stream).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(endOf(stream).getDescription()).contains("hello");
  }

  @Test
  void aSecondHelloIsRefused() {
    TestStream stream = TestStream.open(node.channel);
    stream.send(TestStream.hello(TestStream.CLIENT));

    assertThat(endOf(stream).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void aClientIdHasSixteenBytes() {
    TestStream stream = TestStream.silent(node.channel, false);
    stream.send(TestStream.hello(ByteString.copyFromUtf8("short")));

    assertThat(endOf(stream).getDescription()).isEqualTo("hello.client_id has 5 bytes: 16");
  }

  @Test
  void aMessageWithTooManyCallsIsRefused() {
    node.close();
    node = TestNode.startWith("limit.frame_calls: 2");
    TestStream stream = TestStream.open(node.channel);
    stream.call(List.of(get(1), get(2), get(3)));

    assertThat(endOf(stream).getDescription()).contains("limit.frame_calls");
  }

  @Test
  void repliesThatCompleteTogetherLeaveInFewMessages() {
    TestStream stream = TestStream.open(node.channel);
    node.replication.hold();
    List<Call> calls = new ArrayList<>();
    for (int id = 1; id <= 1_000; id++) {
      calls.add(put(id, "v"));
    }
    stream.call(calls);
    await().until(() -> node.replication.heldAnswers() == 1_000);

    node.replication.release();

    for (int id = 1; id <= 1_000; id++) {
      assertThat(stream.reply(id).getPut().getApplied()).isTrue();
    }
    assertThat(stream.messages).hasSizeLessThan(200);
  }

  @Test
  void writesWithoutClientIdAreOfTheClientThatSaidHello() {
    TestStream stream = TestStream.open(node.channel);
    Call write = withId(put(1, "v"), ByteString.EMPTY);

    Reply first = stream.callAndWait(write);
    Reply retry = stream.callAndWait(withId(put(2, "v"), TestStream.CLIENT));

    assertThat(retry.getPut()).isEqualTo(first.getPut());
    assertThat(first.getPut().getApplied()).isTrue();
  }

  @Test
  void moreCallsInFlightThanAllowedAreRefusedAtOnce() {
    node.close();
    node = TestNode.startWith("api.calls_in_flight_max: 5");
    TestStream stream = TestStream.open(node.channel);
    node.replication.hold();
    List<Call> calls = new ArrayList<>();
    for (int id = 1; id <= 8; id++) {
      calls.add(put(id, "v"));
    }

    stream.call(calls);

    for (int id = 6; id <= 8; id++) {
      assertThat(stream.reply(id).getError().getReason())
          .isEqualTo(ErrorReason.ERROR_REASON_QUEUE_FULL);
      assertThat(stream.reply(id).getError().getMessage()).contains("api.calls_in_flight_max");
    }
    assertThat(node.replication.heldAnswers()).isEqualTo(5);
    node.replication.release();
    assertThat(stream.reply(1).getPut().getApplied()).isTrue();
    assertThat(stream.callAndWait(put(9, "v")).getPut().getApplied()).isTrue();
  }

  @Test
  void whatASlowReaderDoesNotTakeIsBounded() {
    node.close();
    node = TestNode.startWith("api.reply_bytes_max: 2MiB");
    TestStream writer = TestStream.open(node.channel);
    writer.callAndWait(put(1, "x".repeat(1 << 20)));
    TestStream slow = TestStream.slow(node.channel);
    int calls = 200;

    for (int id = 1; id <= calls; id++) {
      slow.call(List.of(get(id)));
    }
    // A few replies fill the bound; then the server takes no further message in.
    await().until(() -> callsEnded("get") > 0);
    await().during(Duration.ofMillis(500)).until(() -> callsEnded("get") < calls / 4);
    assertThat(slow.messages).isEmpty();
    slow.read(10_000);

    for (int id = 1; id <= calls; id++) {
      assertThat(slow.reply(id).getGet().getRecord().getValue().size()).isEqualTo(1 << 20);
    }
  }

  @Test
  void readsThatASlowReaderCannotTakeAreRefusedOnceTheBoundIsReached() {
    node.close();
    node = TestNode.startWith("api.reply_bytes_max: 2MiB");
    TestStream slow = TestStream.slow(node.channel);
    slow.call(List.of(put(1, "x".repeat(1 << 20))));
    List<Call> calls = new ArrayList<>();
    for (int id = 2; id <= 9; id++) {
      calls.add(get(id));
    }

    slow.call(calls);
    slow.read(10_000);

    long refused = calls.stream().filter(call -> isRefused(slow.reply(call.getCallId()))).count();
    assertThat(refused).isBetween(5L, 7L);
    assertThat(slow.reply(1).getPut().getApplied()).isTrue();
  }

  private static boolean isRefused(Reply reply) {
    return reply.getError().getReason() == ErrorReason.ERROR_REASON_QUEUE_FULL
        && reply.getError().getMessage().contains("api.reply_bytes_max");
  }

  private long callsEnded(String kind) {
    return node.metrics.find("zonekeep.calls").tag("kind", kind).timers().stream()
        .mapToLong(Timer::count)
        .sum();
  }

  @Test
  void aStreamThatIsHalfClosedEndsAfterItsLastReply() throws Exception {
    TestStream stream = TestStream.open(node.channel);
    node.replication.hold();
    stream.call(List.of(put(1, "v")));
    await().until(() -> node.replication.heldAnswers() == 1);
    stream.complete();

    node.replication.release();

    stream.end.get(20, TimeUnit.SECONDS);
    assertThat(stream.reply(1).getPut().getApplied()).isTrue();
  }

  @Test
  void moreStreamsThanAllowedAreRefused() {
    node.close();
    node = TestNode.startWith("api.streams_max: 1");
    TestStream first = TestStream.open(node.channel);
    await().until(() -> !first.messages.isEmpty());

    TestStream second = TestStream.open(node.channel);

    assertThat(endOf(second).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(endOf(second).getDescription()).contains("api.streams_max");
    first.complete();
    await().atMost(Duration.ofSeconds(20)).until(() -> first.end.isDone());
    TestStream third = TestStream.open(node.channel);
    await().until(() -> !third.messages.isEmpty());
  }

  @Test
  void aCallOfNoKindIsRefusedAlone() {
    TestStream stream = TestStream.open(node.channel);
    stream.call(List.of(Call.newBuilder().setCallId(1).build(), put(2, "v")));

    assertThat(stream.reply(1).getError().getReason())
        .isEqualTo(ErrorReason.ERROR_REASON_INVALID_FIELD);
    assertThat(stream.reply(2).getPut().getApplied()).isTrue();
  }

  @Test
  void aDrainLetsCallsUnderWayEndAndRefusesOthers() throws Exception {
    TestStream stream = TestStream.open(node.channel);
    node.replication.hold();
    stream.call(List.of(put(1, "v")));
    await().until(() -> node.replication.heldAnswers() == 1);

    Thread drain = Thread.ofVirtual().start(this::drain);
    await().until(() -> stream.callAndWait(get(stream.messages.size() + 100L)).hasError());
    node.replication.release();

    stream.end.get(20, TimeUnit.SECONDS);
    assertThat(stream.reply(1).getPut().getApplied()).isTrue();
    assertThat(drain.join(Duration.ofSeconds(20))).isTrue();
  }

  private void drain() {
    try {
      node.server.drain(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Status endOf(TestStream stream) {
    assertThatThrownBy(() -> stream.end.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StatusRuntimeException.class);
    return Status.fromThrowable(stream.end.exceptionNow());
  }

  private static Call get(long id) {
    return Call.newBuilder()
        .setCallId(id)
        .setGet(GetRequest.newBuilder().setNamespace("n").setKey(ByteString.copyFromUtf8("k")))
        .build();
  }

  private static Call put(long id, String value) {
    return Call.newBuilder()
        .setCallId(id)
        .setPut(
            PutRequest.newBuilder()
                .setNamespace("n")
                .setKey(ByteString.copyFromUtf8("k"))
                .setValue(ByteString.copyFromUtf8(value)))
        .build();
  }

  private static Call withId(Call call, ByteString client) {
    WriteId id =
        WriteId.newBuilder()
            .setClientId(client)
            .setSequence(1)
            .setIssuedAtMillis(FakeReplication.STORE_TIME_MILLIS)
            .build();
    return call.toBuilder().setPut(call.getPut().toBuilder().setWriteId(id)).build();
  }
}
