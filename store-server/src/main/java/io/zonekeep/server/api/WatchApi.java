package io.zonekeep.server.api;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.zonekeep.server.state.Bytes;
import io.zonekeep.server.state.FeedPosition;
import io.zonekeep.server.state.FeedTopic;
import io.zonekeep.v1.WatchRequest;
import io.zonekeep.v1.WatchResponse;
import io.zonekeep.v1.WatchServiceGrpc;

/** WatchService: validates, and gives the watcher to the hub. Used by many threads. */
final class WatchApi extends WatchServiceGrpc.WatchServiceImplBase {
  private final FeedHub hub;
  private final Validation validation;
  private final Errors errors;

  WatchApi(FeedHub hub, Validation validation, Errors errors) {
    this.hub = hub;
    this.validation = validation;
    this.errors = errors;
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> observer) {
    ServerCallStreamObserver<WatchResponse> stream =
        (ServerCallStreamObserver<WatchResponse>) observer;
    FeedWatcher watcher;
    try {
      watcher = new FeedWatcher(filter(request), start(request), stream);
      hub.enter();
    } catch (RuntimeException refused) {
      stream.onError(errors.toStatus(refused));
      return;
    }
    stream.setOnReadyHandler(() -> hub.ready(watcher));
    stream.setOnCancelHandler(() -> hub.remove(watcher));
    hub.add(watcher);
  }

  private FeedFilter filter(WatchRequest request) {
    String namespace = validation.namespace(request.getNamespace());
    return switch (request.getSubjectCase()) {
      case SESSIONS -> new FeedFilter(FeedTopic.SESSIONS, namespace, Bytes.EMPTY);
      case KEYS ->
          new FeedFilter(
              FeedTopic.KEYS,
              namespace,
              validation.keyPart("keys.prefix", request.getKeys().getPrefix()));
      case SUBJECT_NOT_SET ->
          throw new InvalidFieldException("subject is not set: sessions or keys");
    };
  }

  private static FeedStart start(WatchRequest request) {
    return switch (request.getStartCase()) {
      case NOW -> new FeedStart.Now();
      case EARLIEST -> new FeedStart.Earliest();
      case AFTER -> after(request.getAfter());
      case START_NOT_SET ->
          throw new InvalidFieldException("start is not set: now, earliest or after");
    };
  }

  private static FeedStart after(io.zonekeep.v1.FeedPosition after) {
    if (after.getIndex() < 0 || after.getEvent() < 0) {
      throw new InvalidFieldException("after is beyond the end of any feed");
    }
    return new FeedStart.After(
        after.getFeed(), new FeedPosition(after.getIndex(), after.getEvent()));
  }
}
