package io.zonekeep.server.api;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.zonekeep.v1.Call;
import io.zonekeep.v1.Reply;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Takes unary calls through the {@link CallHandler}. */
final class UnaryCalls {
  private final CallHandler handler;

  UnaryCalls(CallHandler handler) {
    this.handler = handler;
  }

  <T> void answer(Call.Builder call, Function<Reply, T> response, StreamObserver<T> observer) {
    // Without this handler an answer to a caller that has gone would throw.
    ((ServerCallStreamObserver<T>) observer).setOnCancelHandler(() -> {});
    Deadline deadline = Context.current().getDeadline();
    if (deadline != null) {
      call.setTimeoutMillis(timeoutMillis(deadline));
    }
    var _ =
        handler
            .handle(call.build(), Optional.empty())
            .thenAccept(reply -> complete(reply, response, observer));
  }

  private static int timeoutMillis(Deadline deadline) {
    long millis = deadline.timeRemaining(TimeUnit.MILLISECONDS);
    return Math.clamp(millis, 1, Integer.MAX_VALUE);
  }

  private static <T> void complete(
      Reply reply, Function<Reply, T> response, StreamObserver<T> observer) {
    if (reply.hasError()) {
      observer.onError(Errors.toStatus(reply.getError()));
      return;
    }
    observer.onNext(response.apply(reply));
    observer.onCompleted();
  }
}
