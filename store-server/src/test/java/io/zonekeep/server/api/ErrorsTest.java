package io.zonekeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.zonekeep.server.replication.IndeterminateException;
import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.PrimaryHint;
import io.zonekeep.server.replication.QueueFullException;
import io.zonekeep.v1.GetRequest;
import io.zonekeep.v1.KeyValueServiceGrpc;
import io.zonekeep.v1.PutRequest;
import io.zonekeep.v1.StandbyRead;
import io.zonekeep.v1.WriteId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a unary caller sees of each refusal. */
class ErrorsTest {
  private final TestNode node = TestNode.start();
  private final KeyValueServiceGrpc.KeyValueServiceBlockingStub keys =
      KeyValueServiceGrpc.newBlockingStub(node.channel);

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aStandbyTellsWhereThePrimaryIs() {
    node.replication.becomeStandbyOf("b");

    StatusRuntimeException failure = failureOf(this::put);

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(infoOf(failure).getReason()).isEqualTo("NOT_PRIMARY");
    assertThat(infoOf(failure).getDomain()).isEqualTo("zonekeep.io");
    assertThat(infoOf(failure).getMetadataMap())
        .isEqualTo(Map.of("term", "8", "primary_node", "b", "primary_address", "127.0.0.2:7102"));
    assertThat(retryOf(failure)).isEmpty();
  }

  @Test
  void withoutAPrimaryTheCallerIsToldToWait() {
    node.replication.become(
        FakeReplication.status(NodeRole.CANDIDATE, false, new PrimaryHint(9, Optional.empty())));

    StatusRuntimeException failure = failureOf(this::put);

    assertThat(infoOf(failure).getMetadataMap())
        .isEqualTo(Map.of("term", "9", "primary_node", "", "primary_address", ""));
    assertThat(retryOf(failure)).isPresent();
  }

  @Test
  void aFullQueueSaysWhenToComeAgain() {
    node.replication.fail(new QueueFullException(7, 8));

    StatusRuntimeException failure = failureOf(this::put);

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(infoOf(failure).getReason()).isEqualTo("QUEUE_FULL");
    assertThat(retryOf(failure))
        .hasValueSatisfying(
            retry -> assertThat(retry.getRetryDelay()).isNotEqualTo(Duration.getDefaultInstance()));
  }

  @Test
  void whatNobodyKnowsIsUnknown() {
    node.replication.fail(new IndeterminateException("timed out", new RuntimeException()));

    StatusRuntimeException failure = failureOf(this::put);

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
    assertThat(infoOf(failure).getReason()).isEqualTo("INDETERMINATE");
  }

  @Test
  void aDefectIsInternalAndTellsNoSecrets() {
    node.replication.fail(new IllegalStateException("secret"));

    StatusRuntimeException failure = failureOf(this::put);

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(infoOf(failure).getReason()).isEqualTo("INTERNAL");
    assertThat(failure.getStatus().getDescription()).doesNotContain("secret");
  }

  @Test
  void aStandbyThatIsBehindSaysSo() {
    StatusRuntimeException failure =
        failureOf(() ->
            keys.get(
                GetRequest.newBuilder()
                    .setNamespace("n")
                    .setKey(ByteString.copyFromUtf8("k"))
                    .setStandby(StandbyRead.newBuilder().setVersionMin(99))
                    .build()));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(infoOf(failure).getReason()).isEqualTo("STANDBY_BEHIND");
  }

  @Test
  void aForgottenWriteIdIsOutOfRange() {
    PutRequest second = withId(2, 2, FakeReplication.STORE_TIME_MILLIS);
    PutRequest first = withId(1, 0, FakeReplication.STORE_TIME_MILLIS);
    PutRequest old = withId(3, 0, 1);
    assertThat(keys.put(second).getApplied()).isTrue();

    StatusRuntimeException forgotten = failureOf(() -> keys.put(first));
    StatusRuntimeException tooOld = failureOf(() -> keys.put(old));

    assertThat(forgotten.getStatus().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
    assertThat(infoOf(forgotten).getReason()).isEqualTo("WRITE_ID_FORGOTTEN");
    assertThat(tooOld.getStatus().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
    assertThat(infoOf(tooOld).getReason()).isEqualTo("WRITE_ID_TOO_OLD");
  }

  @Test
  void everyCallIsCountedByKindAndOutcome() {
    var _ = put();
    node.replication.becomeStandbyOf("b");
    var _ = failureOf(this::put);

    assertThat(count("put", "ok")).isEqualTo(1);
    assertThat(count("put", "not_primary")).isEqualTo(1);
  }

  private long count(String kind, String outcome) {
    return node.metrics
        .get("zonekeep.calls")
        .tag("kind", kind)
        .tag("outcome", outcome)
        .timer()
        .count();
  }

  private Object put() {
    return keys.put(withoutId().build());
  }

  private static PutRequest withId(long sequence, long oldest, long issuedAt) {
    return withoutId()
        .setWriteId(
            WriteId.newBuilder()
                .setClientId(TestStream.CLIENT)
                .setSequence(sequence)
                .setOldestUnanswered(oldest)
                .setIssuedAtMillis(issuedAt))
        .build();
  }

  private static PutRequest.Builder withoutId() {
    return PutRequest.newBuilder().setNamespace("n").setKey(ByteString.copyFromUtf8("k"));
  }

  private static StatusRuntimeException failureOf(ThrowingCallable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call);
  }

  static ErrorInfo infoOf(StatusRuntimeException failure) {
    return detail(failure, ErrorInfo.class).orElseThrow();
  }

  private static Optional<RetryInfo> retryOf(StatusRuntimeException failure) {
    return detail(failure, RetryInfo.class);
  }

  private static <T extends Message> Optional<T> detail(
      StatusRuntimeException failure, Class<T> type) {
    com.google.rpc.Status status = Objects.requireNonNull(StatusProto.fromThrowable(failure));
    return status.getDetailsList().stream()
        .filter(any -> any.is(type))
        .findFirst()
        .map(any -> {
          try {
            return any.unpack(type);
          } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
