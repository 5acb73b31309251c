package io.zonekeep.client;

import static io.zonekeep.client.ScriptedCluster.bytes;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.zonekeep.client.ZonekeepException.Outcome;
import io.zonekeep.client.ZonekeepException.Reason;
import io.zonekeep.v1.ErrorReason;
import io.zonekeep.v1.GetResponse;
import io.zonekeep.v1.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class OutcomeTest {
  private final ScriptedCluster cluster = new ScriptedCluster();
  private final ZonekeepClient client =
      Zonekeep.builder(cluster.target()).callTimeout(Duration.ofMillis(700)).build();
  private final KeyValue keys = client.keyValue("test");

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  @Test
  void aWriteWithoutAnAnswerIsIndeterminate() {
    cluster.a.swallowAnswers(true);
    assertFailure(put(), Outcome.INDETERMINATE, Reason.DEADLINE_EXCEEDED);
  }

  @Test
  void aReadWithoutAnAnswerDidNothing() {
    cluster.a.swallowAnswers(true);
    assertFailure(keys.getAsync(bytes("k")), Outcome.NOT_DONE, Reason.DEADLINE_EXCEEDED);
  }

  @Test
  void aWriteThatWasNeverSentIsNotDone() {
    cluster.promote(2, "");
    await().until(() -> client.cluster().topology().isPresent());
    assertFailure(put(), Outcome.NOT_DONE, Reason.UNAVAILABLE);
    assertThat(cluster.a.received()).isEmpty();
  }

  @Test
  void aWriteThatEveryQueueRefusedIsNotDoneAndIsNotSentInABusyLoop() {
    cluster.a.script(call -> MemoryStore.refused(call, ErrorReason.ERROR_REASON_QUEUE_FULL));
    assertFailure(put(), Outcome.NOT_DONE, Reason.OVERLOADED);
    assertThat(cluster.a.received()).hasSizeBetween(2, 40);
  }

  @Test
  void aFullQueueIsTriedAgainUntilThereIsRoom() {
    AtomicInteger refusals = new AtomicInteger(3);
    cluster.a.script(call ->
        refusals.getAndDecrement() > 0
            ? MemoryStore.refused(call, ErrorReason.ERROR_REASON_QUEUE_FULL)
            : cluster.store.apply(ByteString.EMPTY, call));
    assertThat(put().orTimeout(5, SECONDS).join().version()).isEqualTo(1);
    assertThat(cluster.a.received()).hasSize(4);
    assertThat(cluster.a.received().stream().map(MemoryStore::writeId).distinct()).hasSize(1);
  }

  @Test
  void anIndeterminateAnswerIsAskedForAgainUnderTheSameId() {
    AtomicInteger answers = new AtomicInteger();
    cluster.a.script(call -> {
      Reply reply = cluster.store.apply(ByteString.EMPTY, call);
      return answers.getAndIncrement() == 0
          ? MemoryStore.refused(call, ErrorReason.ERROR_REASON_INDETERMINATE)
          : reply;
    });
    assertThat(put().orTimeout(5, SECONDS).join().version()).isEqualTo(1);
    assertThat(cluster.store.puts("k")).isEqualTo(1);
  }

  @Test
  void afterAnIndeterminateAnswerTheDeadlineLeavesItOpen() {
    AtomicInteger answers = new AtomicInteger();
    cluster.a.script(call ->
        MemoryStore.refused(
            call,
            answers.getAndIncrement() == 0
                ? ErrorReason.ERROR_REASON_INDETERMINATE
                : ErrorReason.ERROR_REASON_QUEUE_FULL));
    assertFailure(put(), Outcome.INDETERMINATE, Reason.DEADLINE_EXCEEDED);
  }

  @ParameterizedTest
  @CsvSource({
    "ERROR_REASON_INVALID_FIELD, NOT_DONE, INVALID_ARGUMENT",
    "ERROR_REASON_WRITE_ID_FORGOTTEN, INDETERMINATE, WRITE_ID_EXPIRED",
    "ERROR_REASON_WRITE_ID_TOO_OLD, INDETERMINATE, WRITE_ID_EXPIRED",
    "ERROR_REASON_NO_SUCH_SESSION, NOT_DONE, NO_SUCH_SESSION",
    "ERROR_REASON_SESSION_ID_TAKEN, NOT_DONE, SESSION_ID_TAKEN",
    "ERROR_REASON_VERSION_MISMATCH, NOT_DONE, VERSION_MISMATCH",
    "ERROR_REASON_SESSION_TOO_LARGE, NOT_DONE, SESSION_TOO_LARGE",
    "ERROR_REASON_INTERNAL, INDETERMINATE, INTERNAL",
    "ERROR_REASON_UNSPECIFIED, INDETERMINATE, INTERNAL",
  })
  void aRefusalOfAWriteIsToldToTheCaller(ErrorReason refusal, Outcome outcome, Reason reason) {
    cluster.a.script(call -> MemoryStore.refused(call, refusal));
    assertFailure(put(), outcome, reason);
    assertThat(cluster.a.received()).hasSize(1);
  }

  @Test
  void anAnswerToAnotherQuestionIsADefect() {
    cluster.a.script(call ->
        Reply.newBuilder()
            .setCallId(call.getCallId())
            .setGet(GetResponse.getDefaultInstance())
            .build());
    assertFailure(put(), Outcome.INDETERMINATE, Reason.INTERNAL);
  }

  @Test
  void aCallTakesItsNumberOnlyOnceThereIsStoreTime() {
    put().join();
    assertThat(MemoryStore.writeId(cluster.a.received().get(0)).getIssuedAtMillis())
        .isEqualTo(cluster.store.timeMillis());
  }

  @Test
  void oldestUnansweredWaitsForTheWriteThatWaits() {
    List<Reply> held = new ArrayList<>();
    cluster.a.script(call -> {
      Reply reply = cluster.store.apply(ByteString.EMPTY, call);
      if (MemoryStore.writeId(call).getSequence() == 1) {
        held.add(reply);
        return null;
      }
      return reply;
    });
    CompletableFuture<WriteResult> first = put();
    await().until(() -> held.size() == 1);
    put().join();
    put().join();
    assertThat(lastOldest()).isEqualTo(1);
    assertFailure(first, Outcome.INDETERMINATE, Reason.DEADLINE_EXCEEDED);
    put().join();
    assertThat(lastOldest()).isEqualTo(4);
    assertThat(cluster.store.breaches()).isEmpty();
  }

  @Test
  void closingFailsAllThatWait() {
    cluster.a.swallowAnswers(true);
    ZonekeepClient other = Zonekeep.connect(cluster.target());
    KeyValue otherKeys = other.keyValue("test");
    CompletableFuture<WriteResult> sent =
        otherKeys.putAsync(bytes("k"), bytes("v"), PutOptions.ALWAYS);
    await().until(() -> cluster.a.received().size() == 1);
    other.close();
    assertFailure(sent, Outcome.INDETERMINATE, Reason.CLOSED);
    assertFailure(otherKeys.getAsync(bytes("k")), Outcome.NOT_DONE, Reason.CLOSED);
    other.close();
  }

  @Test
  void oneCallMoreThanTheBoundIsRefusedAtOnce() {
    cluster.a.swallowAnswers(true);
    try (ZonekeepClient small = Zonekeep.builder(cluster.target()).callsInFlightMax(2).build()) {
      KeyValue smallKeys = small.keyValue("test");
      var unused = List.of(smallKeys.getAsync(bytes("k")), smallKeys.getAsync(bytes("k")));
      CompletableFuture<?> third = smallKeys.getAsync(bytes("k"));
      assertThat(third).isDone();
      assertFailure(third, Outcome.NOT_DONE, Reason.OVERLOADED);
      assertThat(small.metrics().callsInFlight()).isEqualTo(2);
    }
  }

  @Test
  void aBlockingCallWhereAnAnswerIsHandledIsRefused() {
    CompletableFuture<Boolean> blocked =
        keys.getAsync(bytes("k")).thenApply(answer -> keys.get(bytes("k")).isPresent());
    assertThat(catchThrowableOfType(CompletionException.class, blocked::join))
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  private CompletableFuture<WriteResult> put() {
    return keys.putAsync(bytes("k"), bytes("v"), PutOptions.ALWAYS);
  }

  private long lastOldest() {
    return MemoryStore.writeId(cluster.a.received().get(cluster.a.received().size() - 1))
        .getOldestUnanswered();
  }

  private static void assertFailure(CompletableFuture<?> call, Outcome outcome, Reason reason) {
    CompletionException failure =
        catchThrowableOfType(CompletionException.class, () -> call.orTimeout(10, SECONDS).join());
    assertThat(failure).hasCauseInstanceOf(ZonekeepException.class);
    ZonekeepException cause = (ZonekeepException) requireNonNull(failure.getCause());
    assertThat(cause.outcome()).isEqualTo(outcome);
    assertThat(cause.reason()).isEqualTo(reason);
  }
}
