package io.zonekeep.server.api;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.zonekeep.v1.FeedPosition;
import io.zonekeep.v1.SessionEvent;
import io.zonekeep.v1.WatchRequest;
import io.zonekeep.v1.WatchResponse;
import io.zonekeep.v1.WatchServiceGrpc;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A watcher, and what it has got. It takes all that comes, unless it is slow. */
final class TestWatch implements ClientResponseObserver<WatchRequest, WatchResponse> {
  private final boolean slow;
  final List<WatchResponse> messages = new CopyOnWriteArrayList<>();
  private volatile @Nullable ClientCallStreamObserver<WatchRequest> call;
  volatile Optional<Throwable> end = Optional.empty();

  private TestWatch(boolean slow) {
    this.slow = slow;
  }

  static TestWatch of(TestNode node, WatchRequest.Builder request) {
    return begin(node, request, false);
  }

  /** It takes one message, and then none until {@link #take}. */
  static TestWatch slow(TestNode node, WatchRequest.Builder request) {
    return begin(node, request, true);
  }

  private static TestWatch begin(TestNode node, WatchRequest.Builder request, boolean slow) {
    TestWatch watch = new TestWatch(slow);
    WatchServiceGrpc.newStub(node.channel).watch(request.build(), watch);
    return watch;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<WatchRequest> started) {
    call = started;
    if (slow) {
      started.disableAutoRequestWithInitial(1);
    }
  }

  void take(int messagesMax) {
    requireNonNull(call, "not begun").request(messagesMax);
  }

  void cancel() {
    requireNonNull(call, "not begun").cancel("the test is over", null);
  }

  @Override
  public void onNext(WatchResponse message) {
    messages.add(message);
  }

  @Override
  public void onError(Throwable failure) {
    end = Optional.of(failure);
  }

  @Override
  public void onCompleted() {}

  List<SessionEvent> sessionEvents() {
    return messages.stream().flatMap(each -> each.getSessionEventsList().stream()).toList();
  }

  List<String> sessionIds() {
    return sessionEvents().stream().map(SessionEvent::getId).toList();
  }

  List<String> keys() {
    return messages.stream()
        .flatMap(each -> each.getKeyEventsList().stream())
        .map(event -> event.getKey().toStringUtf8())
        .toList();
  }

  FeedPosition upTo() {
    return messages.getLast().getUpTo();
  }

  Status.Code code() {
    return end.map(failure -> Status.fromThrowable(failure).getCode()).orElse(Status.Code.OK);
  }
}
