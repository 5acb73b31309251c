package io.zonekeep.client;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.zonekeep.v1.FeedPosition;
import io.zonekeep.v1.SessionEvent;
import io.zonekeep.v1.SessionEventKind;
import io.zonekeep.v1.WatchRequest;
import io.zonekeep.v1.WatchResponse;
import io.zonekeep.v1.WatchServiceGrpc;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** The feed of a scripted node: keeps what was asked, and sends what a test tells it to. */
final class ScriptedFeed extends WatchServiceGrpc.WatchServiceImplBase {
  static final long FEED = 0xfeedL;

  final List<WatchRequest> asked = new CopyOnWriteArrayList<>();
  private final List<StreamObserver<WatchResponse>> streams = new CopyOnWriteArrayList<>();

  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> out) {
    streams.add(out);
    asked.add(request);
  }

  /** On the newest stream: events that are numbered so, and a position after the last. */
  void send(int first, int last) {
    WatchResponse.Builder response = WatchResponse.newBuilder().setUpTo(position(last));
    IntStream.rangeClosed(first, last)
        .forEach(number ->
            response.addSessionEvents(
                SessionEvent.newBuilder()
                    .setPosition(position(number))
                    .setKind(SessionEventKind.SESSION_EVENT_KIND_CREATED)
                    .setId("s" + number)));
    newest().onNext(response.build());
  }

  /** A sign of life. */
  void progress(int upTo) {
    newest().onNext(WatchResponse.newBuilder().setUpTo(position(upTo)).build());
  }

  void fail(Status.Code code, String reason, int earliest) {
    newest().onError(failure(code, reason, earliest));
  }

  static FeedPosition position(int number) {
    return FeedPosition.newBuilder().setFeed(FEED).setIndex(number).build();
  }

  private StreamObserver<WatchResponse> newest() {
    return streams.get(streams.size() - 1);
  }

  private static StatusRuntimeException failure(Status.Code code, String reason, int earliest) {
    ErrorInfo.Builder info = ErrorInfo.newBuilder().setDomain("zonekeep.io").setReason(reason);
    if (reason.equals("POSITION_GONE")) {
      info.putMetadata("earliest", Long.toHexString(FEED) + "-" + earliest + "-0");
    }
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .setMessage("scripted")
            .addDetails(Any.pack(info.build()))
            .build());
  }
}
