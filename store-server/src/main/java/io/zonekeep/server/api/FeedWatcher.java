package io.zonekeep.server.api;

import io.grpc.stub.ServerCallStreamObserver;
import io.zonekeep.server.state.FeedPosition;
import io.zonekeep.v1.WatchResponse;

/**
 * One watcher: a place in the feed and a stream. It has no queue of its own: what it has not been
 * sent stays in the feed. Owned by the hub's thread.
 */
final class FeedWatcher {
  private final FeedFilter filter;
  private final FeedStart start;
  private final ServerCallStreamObserver<WatchResponse> stream;
  private FeedPosition position = new FeedPosition(0, 0);
  private long sentNanos;
  private boolean ended;

  FeedWatcher(FeedFilter filter, FeedStart start, ServerCallStreamObserver<WatchResponse> stream) {
    this.filter = filter;
    this.start = start;
    this.stream = stream;
  }

  FeedFilter filter() {
    return filter;
  }

  FeedStart start() {
    return start;
  }

  /** All events up to here have been sent, or are not wanted. Only grows. */
  FeedPosition position() {
    return position;
  }

  void reached(FeedPosition newPosition) {
    position = newPosition;
  }

  boolean isReady() {
    return stream.isReady();
  }

  void send(WatchResponse response, long nowNanos) {
    stream.onNext(response);
    sentNanos = nowNanos;
  }

  long sentNanos() {
    return sentNanos;
  }

  boolean ended() {
    return ended;
  }

  /** The caller has cancelled. */
  void gone() {
    ended = true;
  }

  void fail(Throwable status) {
    ended = true;
    stream.onError(status);
  }
}
