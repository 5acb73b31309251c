package io.zonekeep.server.replication.peers;

import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import io.zonekeep.peer.v1.ConfirmTermRequest;
import io.zonekeep.peer.v1.ConfirmTermResponse;
import io.zonekeep.peer.v1.PeerServiceGrpc;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks one peer for its term, again and again on one stream, which is opened with the first
 * question and anew after it broke. Used by many threads.
 */
final class TermQuestions {
  /** A peer that leaves more questions unanswered is not asked any more until its stream ends. */
  static final int OPEN_MAX = 64;

  private final PeerService.Caller caller;
  private final Supplier<Channel> channel;

  /** Guarded by this, as are the stream and the last round. */
  private final Map<Long, CompletableFuture<ConfirmTermResponse>> open = new HashMap<>();

  private @Nullable Answers stream;
  private long lastRound;

  TermQuestions(PeerService.Caller caller, Supplier<Channel> channel) {
    this.caller = caller;
    this.channel = channel;
  }

  /** Completes with what the peer said after this call; exceptionally when the stream breaks. */
  CompletableFuture<ConfirmTermResponse> ask() {
    CompletableFuture<ConfirmTermResponse> answer = new CompletableFuture<>();
    synchronized (this) {
      if (open.size() >= OPEN_MAX) {
        return CompletableFuture.failedFuture(new IOException("the peer does not answer"));
      }
      lastRound++;
      open.put(lastRound, answer);
      ConfirmTermRequest.Builder request = ConfirmTermRequest.newBuilder().setRound(lastRound);
      Answers present = stream;
      if (present == null) {
        present = opened();
        request.setNodeId(caller.nodeId()).setCluster(caller.cluster());
      }
      // Sent under the lock: a stream takes one message at a time.
      present.questions().onNext(request.build());
    }
    return answer;
  }

  private Answers opened() {
    Answers fresh = new Answers();
    fresh.questions = PeerServiceGrpc.newStub(channel.get()).confirmTerm(fresh);
    stream = fresh;
    return fresh;
  }

  private void answered(ConfirmTermResponse response) {
    CompletableFuture<ConfirmTermResponse> asked;
    synchronized (this) {
      asked = open.remove(response.getRound());
    }
    if (asked != null) {
      asked.complete(response);
    }
  }

  private void broken(Answers which, Throwable cause) {
    List<CompletableFuture<ConfirmTermResponse>> unanswered;
    synchronized (this) {
      if (which != stream) {
        return;
      }
      stream = null;
      unanswered = new ArrayList<>(open.values());
      open.clear();
    }
    unanswered.forEach(asked -> asked.completeExceptionally(cause));
  }

  /** Hears the answers of one stream. */
  private final class Answers implements StreamObserver<ConfirmTermResponse> {
    private @Nullable StreamObserver<ConfirmTermRequest> questions;

    StreamObserver<ConfirmTermRequest> questions() {
      StreamObserver<ConfirmTermRequest> set = questions;
      if (set == null) {
        throw new IllegalStateException("the stream is not open yet");
      }
      return set;
    }

    @Override
    public void onNext(ConfirmTermResponse response) {
      answered(response);
    }

    @Override
    public void onError(Throwable failure) {
      broken(this, failure);
    }

    @Override
    public void onCompleted() {
      broken(this, new IOException("the peer ended the stream"));
    }
  }
}
