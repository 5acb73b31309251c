package io.zonekeep.server.api;

import io.grpc.stub.ServerCallStreamObserver;
import io.zonekeep.v1.CallError;
import io.zonekeep.v1.ExchangeResponse;
import io.zonekeep.v1.Reply;
import io.zonekeep.v1.Welcome;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntConsumer;

/**
 * Replies of one stream on their way out. Any thread adds; the stream's event loop packs all that
 * have come together since into one message, as soon as the transport takes it. So a batch of
 * writes that completes together leaves in few messages, and an idle stream never waits.
 *
 * <p>A slow reader's replies wait here, up to a bound in bytes; past it reads are answered with
 * QUEUE_FULL, which is small. Replies to writes are small anyway, and as many as calls in flight.
 */
final class Outbox {
  private static final int MESSAGE_BYTES = 256 << 10;

  private final ServerCallStreamObserver<ExchangeResponse> observer;
  private final Executor eventLoop;
  private final StoreTime storeTime;
  private final long waitingBytesMax;
  private final IntConsumer onSent;

  private final Object lock = new Object();
  // All guarded by lock.
  private final ArrayDeque<Reply> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean flushPlanned;
  private boolean closed;

  /**
   * Makes an empty outbox.
   *
   * @param onSent hears on the event loop how many replies a message took along
   */
  Outbox(
      ServerCallStreamObserver<ExchangeResponse> observer,
      Executor eventLoop,
      StoreTime storeTime,
      long waitingBytesMax,
      IntConsumer onSent) {
    this.observer = observer;
    this.eventLoop = eventLoop;
    this.storeTime = storeTime;
    this.waitingBytesMax = waitingBytesMax;
    this.onSent = onSent;
  }

  /** Sends the first message; on the event loop. */
  void welcome(Welcome welcome) {
    observer.onNext(
        ExchangeResponse.newBuilder()
            .setWelcome(welcome)
            .setStoreTimeMillis(storeTime.reachedMillis())
            .build());
  }

  void add(Reply reply) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      Reply kept = withinBound(reply);
      waiting.add(kept);
      waitingBytes += kept.getSerializedSize();
    }
    planFlush();
  }

  /** To be called when the transport takes messages again. */
  void planFlush() {
    synchronized (lock) {
      if (flushPlanned || closed || waiting.isEmpty()) {
        return;
      }
      flushPlanned = true;
    }
    try {
      eventLoop.execute(this::flush);
    } catch (RejectedExecutionException stopped) {
      close();
    }
  }

  boolean overHalf() {
    synchronized (lock) {
      return waitingBytes > waitingBytesMax / 2;
    }
  }

  /** Drops what waits: the stream has ended. */
  void close() {
    synchronized (lock) {
      closed = true;
      waiting.clear();
      waitingBytes = 0;
    }
  }

  private Reply withinBound(Reply reply) {
    if (waitingBytes + reply.getSerializedSize() <= waitingBytesMax || !isRead(reply)) {
      return reply;
    }
    CallError error = Errors.busy("replies wait for a slow reader (api.reply_bytes_max)");
    return Reply.newBuilder().setCallId(reply.getCallId()).setError(error).build();
  }

  private static boolean isRead(Reply reply) {
    return reply.hasGet()
        || reply.hasScan()
        || reply.hasLoadSession()
        || reply.hasFindSessionsByPrincipal();
  }

  private void flush() {
    synchronized (lock) {
      flushPlanned = false;
    }
    while (observer.isReady()) {
      ExchangeResponse.Builder message = ExchangeResponse.newBuilder();
      pack(message);
      if (message.getRepliesCount() == 0) {
        return;
      }
      observer.onNext(message.setStoreTimeMillis(storeTime.reachedMillis()).build());
      onSent.accept(message.getRepliesCount());
    }
  }

  private void pack(ExchangeResponse.Builder message) {
    synchronized (lock) {
      int bytes = 0;
      while (!waiting.isEmpty() && bytes < MESSAGE_BYTES) {
        Reply reply = waiting.remove();
        bytes += reply.getSerializedSize();
        message.addReplies(reply);
      }
      waitingBytes -= bytes;
    }
  }
}
