package io.zonekeep.server.replication.peers;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.zonekeep.peer.v1.ConfirmTermRequest;
import io.zonekeep.peer.v1.ConfirmTermResponse;
import java.util.Optional;
import java.util.function.Function;

/** Answers one peer's questions for the term. gRPC calls it with one request at a time. */
final class TermAnswers implements StreamObserver<ConfirmTermRequest> {
  private final StreamObserver<ConfirmTermResponse> answers;
  private final Function<ConfirmTermRequest, Optional<String>> refusal;
  private final TermSource source;
  private boolean accepted;

  /**
   * Answers into {@code answers}.
   *
   * @param refusal why the asker of a stream's first request gets no answer; empty: it does
   */
  TermAnswers(
      StreamObserver<ConfirmTermResponse> answers,
      Function<ConfirmTermRequest, Optional<String>> refusal,
      TermSource source) {
    this.answers = answers;
    this.refusal = refusal;
    this.source = source;
  }

  @Override
  public void onNext(ConfirmTermRequest request) {
    if (!accepted) {
      Optional<String> why = refusal.apply(request);
      if (why.isPresent()) {
        answers.onError(Status.FAILED_PRECONDITION.withDescription(why.get()).asRuntimeException());
        return;
      }
      accepted = true;
    }
    answers.onNext(
        ConfirmTermResponse.newBuilder()
            .setRound(request.getRound())
            .setRemembersVotes(source.remembersVotes())
            .setTerm(source.term())
            .build());
  }

  @Override
  public void onError(Throwable failure) {
    // The asker is gone, and nobody waits for an answer.
  }

  @Override
  public void onCompleted() {
    answers.onCompleted();
  }
}
