package io.zonekeep.server.api;

import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves a bounded number of connections. gRPC cannot refuse one, so calls on those past the bound
 * are refused. The other nodes' calls are not: they are not behind this interceptor.
 */
final class ConnectionLimit extends ServerTransportFilter implements ServerInterceptor {
  private static final Attributes.Key<Boolean> OVER = Attributes.Key.create("over-the-limit");

  private final int connectionsMax;
  private final AtomicInteger open = new AtomicInteger();

  ConnectionLimit(int connectionsMax) {
    this.connectionsMax = connectionsMax;
  }

  int open() {
    return open.get();
  }

  @Override
  public Attributes transportReady(Attributes attributes) {
    boolean over = open.incrementAndGet() > connectionsMax;
    return attributes.toBuilder().set(OVER, over).build();
  }

  @Override
  public void transportTerminated(Attributes attributes) {
    open.decrementAndGet();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!Boolean.TRUE.equals(call.getAttributes().get(OVER))) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.RESOURCE_EXHAUSTED.withDescription(
            "%d connections are served already (api.connections_max)".formatted(connectionsMax)),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
