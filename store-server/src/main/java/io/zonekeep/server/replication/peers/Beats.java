package io.zonekeep.server.replication.peers;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.zonekeep.peer.v1.BeatResponse;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams of beats to the peers that listen. Used by many threads. */
final class Beats implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Beats.class);

  private final PositionSource positions;
  private final Set<ServerCallStreamObserver<BeatResponse>> listeners = new HashSet<>();
  private boolean closed;

  Beats(PositionSource positions) {
    this.positions = positions;
  }

  synchronized void add(ServerCallStreamObserver<BeatResponse> listener) {
    if (closed) {
      listener.onError(Status.UNAVAILABLE.withDescription("stopping").asRuntimeException());
      return;
    }
    listener.setOnCancelHandler(() -> remove(listener));
    listeners.add(listener);
    listener.onNext(beat());
  }

  /** A listener that does not keep up misses beats: only the newest is of use to it. */
  synchronized void send() {
    if (listeners.isEmpty()) {
      return;
    }
    try {
      BeatResponse beat = beat();
      for (ServerCallStreamObserver<BeatResponse> listener : listeners) {
        if (listener.isReady() && !listener.isCancelled()) {
          listener.onNext(beat);
        }
      }
    } catch (RuntimeException e) {
      // Silence would look like a healthy link; an end makes the peers come again.
      log.error("Beating failed", e);
      endAll();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    endAll();
  }

  private void endAll() {
    listeners.forEach(ServerCallStreamObserver::onCompleted);
    listeners.clear();
  }

  private synchronized void remove(ServerCallStreamObserver<BeatResponse> listener) {
    listeners.remove(listener);
  }

  private BeatResponse beat() {
    return BeatResponse.newBuilder()
        .setPosition(PositionCodec.toWire(positions.position()))
        .build();
  }
}
