package io.zonekeep.zones;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.zonekeep.client.BatchOperation;
import io.zonekeep.client.BatchResult;
import io.zonekeep.client.DeleteResult;
import io.zonekeep.client.Entry;
import io.zonekeep.client.KeyValue;
import io.zonekeep.client.PutOptions;
import io.zonekeep.client.ScanPage;
import io.zonekeep.client.WriteResult;
import io.zonekeep.client.ZonekeepException;
import io.zonekeep.client.ZonekeepException.Outcome;
import io.zonekeep.client.ZonekeepException.Reason;
import io.zonekeep.v1.ClusterServiceGrpc;
import io.zonekeep.v1.GetRequest;
import io.zonekeep.v1.GetResponse;
import io.zonekeep.v1.GetStatusRequest;
import io.zonekeep.v1.KeyValueServiceGrpc;
import io.zonekeep.v1.PutRequest;
import io.zonekeep.v1.PutResponse;
import io.zonekeep.v1.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Gets and puts of a client that knows one node and asks no other, whatever that node says. The
 * project's own client would follow the new primary. Counts what the node answers to calls that
 * began after a moment. Safe for many threads.
 */
final class OneNode implements KeyValue, AutoCloseable {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(3);

  private final String namespace;
  private final ManagedChannel channel;
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong calls = new AtomicLong();
  private volatile boolean counting;

  OneNode(Zone zone, String namespace) {
    this.namespace = namespace;
    this.channel =
        NettyChannelBuilder.forAddress(zone.address(), Zones.CLIENT_PORT).usePlaintext().build();
  }

  /** From now on calls that begin are counted. */
  void count() {
    counting = true;
  }

  long calls() {
    return calls.get();
  }

  /** How many of them were answered with what they asked for. */
  long answers() {
    return answers.get();
  }

  /** Whether the node says it is primary. */
  boolean saysItIsPrimary() {
    return ClusterServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .getStatus(GetStatusRequest.getDefaultInstance())
            .getNode()
            .getRole()
        == Role.ROLE_PRIMARY;
  }

  @Override
  public CompletableFuture<Optional<Entry>> getAsync(byte[] key) {
    GetRequest request =
        GetRequest.newBuilder().setNamespace(namespace).setKey(ByteString.copyFrom(key)).build();
    return call(() -> entry(stub().get(request)));
  }

  @Override
  public CompletableFuture<WriteResult> putAsync(byte[] key, byte[] value, PutOptions options) {
    PutRequest.Builder request =
        PutRequest.newBuilder()
            .setNamespace(namespace)
            .setKey(ByteString.copyFrom(key))
            .setValue(ByteString.copyFrom(value));
    options.ifVersion().ifPresent(request::setIfVersion);
    return call(() -> result(stub().put(request.build())));
  }

  @Override
  public CompletableFuture<DeleteResult> deleteAsync(byte[] key, OptionalLong ifVersion) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<WriteResult> touchAsync(byte[] key, Optional<Duration> ttl) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<BatchResult> batchAsync(List<BatchOperation> operations) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<ScanPage> scanAsync(
      byte[] prefix, byte[] after, int limit, boolean keysOnly) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Optional<Entry>> getFromStandbyAsync(byte[] key, long versionMin) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private KeyValueServiceGrpc.KeyValueServiceBlockingStub stub() {
    return KeyValueServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private <T> CompletableFuture<T> call(Supplier<T> send) {
    boolean counted = counting;
    if (counted) {
      calls.incrementAndGet();
    }
    try {
      T answer = send.get();
      if (counted) {
        answers.incrementAndGet();
      }
      return completedFuture(answer);
    } catch (StatusRuntimeException e) {
      // Of a write that was not surely refused nobody knows.
      return failedFuture(
          new ZonekeepException(
              refused(e) ? Outcome.NOT_DONE : Outcome.INDETERMINATE,
              Reason.UNAVAILABLE,
              String.valueOf(e.getMessage())));
    }
  }

  private static boolean refused(StatusRuntimeException failure) {
    com.google.rpc.Status status = StatusProto.fromThrowable(failure);
    return status != null && status.getDetailsList().stream().anyMatch(OneNode::isNotPrimary);
  }

  private static boolean isNotPrimary(Any detail) {
    try {
      return detail.is(ErrorInfo.class)
          && detail.unpack(ErrorInfo.class).getReason().equals("NOT_PRIMARY");
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<Entry> entry(GetResponse response) {
    return response.hasRecord()
        ? Optional.of(
            new Entry(
                response.getRecord().getKey().toByteArray(),
                response.getRecord().getValue().toByteArray(),
                response.getRecord().getVersion(),
                Optional.empty()))
        : Optional.empty();
  }

  private static WriteResult result(PutResponse response) {
    return new WriteResult(response.getApplied(), response.getVersion());
  }
}
