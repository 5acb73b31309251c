package io.zonekeep.server.replication.peers;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.zonekeep.peer.v1.BeatRequest;
import io.zonekeep.peer.v1.BeatResponse;
import io.zonekeep.peer.v1.PeerServiceGrpc;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link to one peer. Used by many threads; its lock is never held while others are called.
 *
 * <p>down -> (first beat) -> up -> (stream ends) -> down, and after a short pause a new channel: so
 * that a peer's new address is found, and gRPC's own backoff of up to two minutes never counts.
 */
final class PeerLink implements AutoCloseable {
  private static final long PAUSE_MILLIS_MIN = 25;
  private static final long PAUSE_MILLIS_MAX = 200;

  private static final Logger log = LoggerFactory.getLogger(PeerLink.class);

  private final Peer peer;
  private final PeerService.Caller caller;
  private final ScheduledExecutorService scheduler;
  private final LongSupplier nanoTime;
  private final Consumer<String> broken;

  private final TermQuestions questions;
  private ManagedChannel channel;
  private boolean closed;
  private boolean up;
  private long pauseMillis = PAUSE_MILLIS_MIN;
  private @Nullable PeerPosition lastBeat;
  private @Nullable Long lastSeenNanos;
  private @Nullable String trouble;

  /**
   * Makes a link that is down.
   *
   * @param broken called on the scheduler's thread each time the link goes from up to down
   */
  PeerLink(
      Peer peer,
      PeerService.Caller caller,
      ScheduledExecutorService scheduler,
      LongSupplier nanoTime,
      Consumer<String> broken) {
    this.peer = peer;
    this.caller = caller;
    this.scheduler = scheduler;
    this.nanoTime = nanoTime;
    this.broken = broken;
    this.channel = PeerService.channel(peer);
    this.questions = new TermQuestions(caller, this::channel);
  }

  void start() {
    listen(channel);
  }

  TermQuestions questions() {
    return questions;
  }

  synchronized Channel channel() {
    return channel;
  }

  synchronized Optional<PeerPosition> lastBeat() {
    return Optional.ofNullable(lastBeat);
  }

  synchronized Optional<Long> lastSeenNanos() {
    return Optional.ofNullable(lastSeenNanos);
  }

  synchronized boolean up() {
    return up;
  }

  synchronized Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public void close() {
    ManagedChannel last;
    synchronized (this) {
      closed = true;
      last = channel;
    }
    last.shutdownNow();
  }

  private void listen(ManagedChannel on) {
    PeerServiceGrpc.newStub(on)
        .beat(
            BeatRequest.newBuilder()
                .setNodeId(caller.nodeId())
                .setCluster(caller.cluster())
                .build(),
            new Listener(on));
  }

  private synchronized void beat(PeerPosition position) {
    if (!up) {
      log.info("Peer {} is reached", peer.nodeId());
    }
    up = true;
    trouble = null;
    pauseMillis = PAUSE_MILLIS_MIN;
    lastBeat = position;
    lastSeenNanos = nanoTime.getAsLong();
  }

  private void ended(ManagedChannel on, String why) {
    long pause;
    boolean wasUp;
    synchronized (this) {
      if (closed || !on.equals(channel)) {
        return;
      }
      wasUp = up;
      up = false;
      if (!why.equals(trouble)) {
        log.info("Peer {} is not reached: {}", peer.nodeId(), why);
      }
      trouble = why;
      pause = pauseMillis;
      pauseMillis = Math.min(2 * pauseMillis, PAUSE_MILLIS_MAX);
    }
    try {
      if (wasUp) {
        scheduler.execute(() -> broken.accept(peer.nodeId()));
      }
      var _ = scheduler.schedule(this::reconnect, pause, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("Peer {}: closed meanwhile", peer.nodeId(), e);
    }
  }

  private void reconnect() {
    ManagedChannel old;
    ManagedChannel fresh;
    synchronized (this) {
      if (closed) {
        return;
      }
      old = channel;
      fresh = PeerService.channel(peer);
      channel = fresh;
    }
    old.shutdownNow();
    listen(fresh);
  }

  /** Hears the beats of one channel. */
  private final class Listener implements ClientResponseObserver<BeatRequest, BeatResponse> {
    private final ManagedChannel on;
    private @Nullable ClientCallStreamObserver<BeatRequest> call;

    Listener(ManagedChannel on) {
      this.on = on;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<BeatRequest> request) {
      call = request;
    }

    @Override
    public void onNext(BeatResponse beat) {
      try {
        beat(PeerService.checked(beat.getPosition(), peer.nodeId(), caller));
      } catch (IllegalStateException e) {
        ClientCallStreamObserver<BeatRequest> foreign = call;
        if (foreign != null) {
          foreign.cancel(e.getMessage(), e);
        }
      }
    }

    @Override
    public void onError(Throwable failure) {
      ended(on, String.valueOf(failure.getMessage()));
    }

    @Override
    public void onCompleted() {
      ended(on, "it ended the beats");
    }
  }
}
