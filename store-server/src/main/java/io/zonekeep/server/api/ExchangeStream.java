package io.zonekeep.server.api;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.zonekeep.server.config.Settings;
import io.zonekeep.server.state.Bytes;
import io.zonekeep.v1.Call;
import io.zonekeep.v1.ExchangeRequest;
import io.zonekeep.v1.ExchangeResponse;
import io.zonekeep.v1.Hello;
import io.zonekeep.v1.Reply;
import io.zonekeep.v1.Welcome;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One batch stream. All its methods run on the connection's event loop, which alone owns its
 * fields; replies come back by way of the {@link Outbox}.
 *
 * <p>Two bounds: calls without a reply (further ones are refused), and bytes of replies that wait
 * for a slow reader (no further message is taken in until half of them have left).
 */
final class ExchangeStream implements StreamObserver<ExchangeRequest> {
  private static final int CLIENT_NAME_MAX = 64;

  private final ServerCallStreamObserver<ExchangeResponse> observer;
  private final CallHandler handler;
  private final Settings settings;
  private final Supplier<Welcome> welcome;
  private final Consumer<ExchangeStream> onEnd;
  private final Outbox outbox;
  private Optional<Bytes> client = Optional.empty();
  private int inFlight;
  private boolean pausedInbound;
  private boolean halfClosed;
  private boolean ended;

  ExchangeStream(
      ServerCallStreamObserver<ExchangeResponse> observer,
      Executor eventLoop,
      CallHandler handler,
      Settings settings,
      StoreTime storeTime,
      Supplier<Welcome> welcome,
      Consumer<ExchangeStream> onEnd) {
    this.observer = observer;
    this.handler = handler;
    this.settings = settings;
    this.welcome = welcome;
    this.onEnd = onEnd;
    this.outbox =
        new Outbox(observer, eventLoop, storeTime, settings.api().replyBytesMax(), this::onSent);
  }

  /** Begins to take messages. */
  void start() {
    observer.disableAutoRequest();
    observer.setOnReadyHandler(outbox::planFlush);
    observer.setOnCancelHandler(this::end);
    observer.request(1);
  }

  @Override
  public void onNext(ExchangeRequest message) {
    if (ended) {
      return;
    }
    try {
      greet(message);
      checkFrame(message);
    } catch (InvalidFieldException invalid) {
      end();
      observer.onError(Errors.invalid(invalid));
      return;
    }
    for (Call call : message.getCallsList()) {
      take(call);
    }
    if (outbox.overHalf()) {
      pausedInbound = true;
    } else {
      observer.request(1);
    }
  }

  @Override
  public void onError(Throwable failure) {
    end();
  }

  @Override
  public void onCompleted() {
    halfClosed = true;
    completeIfDone();
  }

  /** Takes no more calls and ends the stream once all have their replies. */
  void finish() {
    halfClosed = true;
    completeIfDone();
  }

  private void greet(ExchangeRequest message) {
    if (message.hasHello() == client.isPresent()) {
      throw new InvalidFieldException(
          "hello must be in the first message of a stream, and only there");
    }
    if (client.isPresent()) {
      return;
    }
    Hello hello = message.getHello();
    if (hello.getClientId().size() != WriteIds.CLIENT_ID_BYTES) {
      throw new InvalidFieldException(
          "hello.client_id has %d bytes: 16".formatted(hello.getClientId().size()));
    }
    if (hello.getClientName().length() > CLIENT_NAME_MAX) {
      throw new InvalidFieldException(
          "hello.client_name has %d characters: at most 64"
              .formatted(hello.getClientName().length()));
    }
    client = Optional.of(Validation.bytes(hello.getClientId()));
    outbox.welcome(welcome.get());
  }

  private void checkFrame(ExchangeRequest message) {
    int callsMax = settings.limits().frameCalls();
    if (message.getCallsCount() > callsMax) {
      throw new InvalidFieldException(
          "calls has %d entries: at most %d (limit.frame_calls)"
              .formatted(message.getCallsCount(), callsMax));
    }
  }

  private void take(Call call) {
    inFlight++;
    if (inFlight > settings.api().callsInFlightMax()) {
      outbox.add(refusal(call));
      return;
    }
    var _ = handler.handle(call, client).thenAccept(outbox::add);
  }

  private Reply refusal(Call call) {
    return Reply.newBuilder()
        .setCallId(call.getCallId())
        .setError(
            Errors.busy(
                "%d calls of this stream wait already (api.calls_in_flight_max)"
                    .formatted(settings.api().callsInFlightMax())))
        .build();
  }

  private void onSent(int replies) {
    inFlight -= replies;
    if (pausedInbound && !outbox.overHalf()) {
      pausedInbound = false;
      observer.request(1);
    }
    completeIfDone();
  }

  private void completeIfDone() {
    if (halfClosed && inFlight == 0 && !ended) {
      end();
      observer.onCompleted();
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      outbox.close();
      onEnd.accept(this);
    }
  }
}
