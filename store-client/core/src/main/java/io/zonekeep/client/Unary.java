package io.zonekeep.client;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;

/** Makes one unary call. */
final class Unary {
  private Unary() {}

  /** Fails with {@link RefusedException}. */
  static <Q, A> CompletableFuture<A> call(ClientCall<Q, A> call, Q request) {
    CompletableFuture<A> answer = new CompletableFuture<>();
    ClientCalls.asyncUnaryCall(
        call,
        request,
        new StreamObserver<A>() {
          @Override
          public void onNext(A value) {
            answer.complete(value);
          }

          @Override
          public void onError(Throwable failure) {
            Metadata trailers = Status.trailersFromThrowable(failure);
            answer.completeExceptionally(
                RefusedException.of(
                    Status.fromThrowable(failure), trailers == null ? new Metadata() : trailers));
          }

          @Override
          public void onCompleted() {}
        });
    return answer;
  }
}
