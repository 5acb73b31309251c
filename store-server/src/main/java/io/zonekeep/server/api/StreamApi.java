package io.zonekeep.server.api;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.zonekeep.server.config.Settings;
import io.zonekeep.v1.ExchangeRequest;
import io.zonekeep.v1.ExchangeResponse;
import io.zonekeep.v1.StreamServiceGrpc;
import io.zonekeep.v1.Welcome;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** StreamService: opens batch streams, a bounded number of them. Used by many threads. */
final class StreamApi extends StreamServiceGrpc.StreamServiceImplBase {
  private final CallHandler handler;
  private final Settings settings;
  private final StoreTime storeTime;
  private final Supplier<Welcome> welcome;
  private final Supplier<Executor> eventLoop;
  private final Map<ExchangeStream, Executor> streams = new ConcurrentHashMap<>();

  /**
   * Makes the service.
   *
   * @param eventLoop the event loop that the calling thread is
   */
  StreamApi(
      CallHandler handler,
      Settings settings,
      StoreTime storeTime,
      Supplier<Welcome> welcome,
      Supplier<Executor> eventLoop) {
    this.handler = handler;
    this.settings = settings;
    this.storeTime = storeTime;
    this.welcome = welcome;
    this.eventLoop = eventLoop;
  }

  @Override
  public StreamObserver<ExchangeRequest> exchange(StreamObserver<ExchangeResponse> observer) {
    int streamsMax = settings.api().streamsMax();
    if (streams.size() >= streamsMax) {
      observer.onError(
          Errors.toStatus(
              Errors.busy("%d streams are open already (api.streams_max)".formatted(streamsMax))));
      return new RefusedStream();
    }
    Executor own = eventLoop.get();
    ExchangeStream stream =
        new ExchangeStream(
            (ServerCallStreamObserver<ExchangeResponse>) observer,
            own,
            handler,
            settings,
            storeTime,
            welcome,
            streams::remove);
    streams.put(stream, own);
    stream.start();
    return stream;
  }

  int open() {
    return streams.size();
  }

  /** Lets each stream end once its calls have their replies. */
  void finish() {
    streams.forEach((stream, own) -> own.execute(stream::finish));
  }

  /** Takes what a refused client has sent before it heard of the refusal. */
  private static final class RefusedStream implements StreamObserver<ExchangeRequest> {
    @Override
    public void onNext(ExchangeRequest message) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
