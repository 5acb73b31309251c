package io.zonekeep.server.api;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.zonekeep.v1.Call;
import io.zonekeep.v1.ExchangeRequest;
import io.zonekeep.v1.ExchangeResponse;
import io.zonekeep.v1.Hello;
import io.zonekeep.v1.Reply;
import io.zonekeep.v1.StreamServiceGrpc;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client's end of one batch stream, which remembers all it hears. */
final class TestStream implements ClientResponseObserver<ExchangeRequest, ExchangeResponse> {
  static final ByteString CLIENT = ByteString.copyFromUtf8("0123456789abcdef");

  final List<ExchangeResponse> messages = new CopyOnWriteArrayList<>();
  final CompletableFuture<Void> end = new CompletableFuture<>();
  private final Map<Long, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();
  private final boolean slow;
  private @Nullable ClientCallStreamObserver<ExchangeRequest> requests;

  private TestStream(boolean slow) {
    this.slow = slow;
  }

  /** A stream that has said hello. */
  static TestStream open(ManagedChannel channel) {
    TestStream stream = silent(channel, false);
    stream.send(hello(CLIENT));
    return stream;
  }

  /** A stream that reads only what {@link #read} asks for. */
  static TestStream slow(ManagedChannel channel) {
    TestStream stream = silent(channel, true);
    stream.send(hello(CLIENT));
    return stream;
  }

  /** A stream that has not said anything. */
  static TestStream silent(ManagedChannel channel, boolean slow) {
    TestStream stream = new TestStream(slow);
    var _ = StreamServiceGrpc.newStub(channel).exchange(stream);
    return stream;
  }

  static ExchangeRequest hello(ByteString client) {
    return ExchangeRequest.newBuilder()
        .setHello(Hello.newBuilder().setClientId(client).setClientName("test"))
        .build();
  }

  void send(ExchangeRequest message) {
    requireNonNull(requests).onNext(message);
  }

  /** Sends calls in one message; their replies come by {@link #reply}. */
  void call(List<Call> calls) {
    calls.forEach(call -> waiting.put(call.getCallId(), new CompletableFuture<>()));
    send(ExchangeRequest.newBuilder().addAllCalls(calls).build());
  }

  Reply callAndWait(Call call) {
    call(List.of(call));
    return reply(call.getCallId());
  }

  Reply reply(long callId) {
    return requireNonNull(waiting.get(callId)).orTimeout(20, TimeUnit.SECONDS).join();
  }

  void read(int count) {
    requireNonNull(requests).request(count);
  }

  void complete() {
    requireNonNull(requests).onCompleted();
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<ExchangeRequest> stream) {
    requests = stream;
    if (slow) {
      stream.disableAutoRequestWithInitial(0);
    }
  }

  @Override
  public void onNext(ExchangeResponse message) {
    messages.add(message);
    message
        .getRepliesList()
        .forEach(reply -> {
          CompletableFuture<Reply> future = waiting.get(reply.getCallId());
          if (future != null) {
            future.complete(reply);
          }
        });
  }

  @Override
  public void onError(Throwable failure) {
    end.completeExceptionally(failure);
  }

  @Override
  public void onCompleted() {
    end.complete(null);
  }
}
