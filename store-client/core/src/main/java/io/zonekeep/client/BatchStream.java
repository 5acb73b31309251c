package io.zonekeep.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.zonekeep.v1.Call;
import io.zonekeep.v1.ExchangeRequest;
import io.zonekeep.v1.ExchangeResponse;
import io.zonekeep.v1.Hello;
import io.zonekeep.v1.Reply;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * One life of the batch stream, to one node: packs calls into frames and finds the call of each
 * reply. Everything happens on the loop.
 */
final class BatchStream {
  /** The store's own bounds (limit.frame_calls, limit.frame_bytes). */
  static final int FRAME_CALLS_MAX = 4_096;

  static final int FRAME_BYTES_MAX = 8 * 1024 * 1024;

  /** More than one call goes into a frame only up to here: calls behind it wait less. */
  private static final int FRAME_BYTES_SOFT = 1024 * 1024;

  /** Frames of replies that may be on their way before we have taken the first. */
  private static final int RESPONSES_AHEAD = 16;

  /** Who uses the stream. */
  interface Owner {
    /** The first sign of life. */
    void opened(BatchStream stream);

    /** A frame of replies came. */
    void heard(BatchStream stream, long storeTimeMillis);

    void answered(PendingCall<?> call, Reply reply);

    /** More frames can be sent. */
    void writable();

    /** Never for a stream that was cancelled. */
    void ended(BatchStream stream, Status status);
  }

  private final InetSocketAddress node;
  private final ClientCall<ExchangeRequest, ExchangeResponse> call;
  private final Owner owner;
  private final CallSlots slots = new CallSlots();
  private ExchangeRequest.Builder frame = ExchangeRequest.newBuilder();
  private long frameBytes;
  private boolean opened;
  private boolean over;

  BatchStream(
      InetSocketAddress node, ClientCall<ExchangeRequest, ExchangeResponse> call, Owner owner) {
    this.node = node;
    this.call = call;
    this.owner = owner;
  }

  void start(ByteString clientId, String clientName) {
    call.start(new Responses(), new Metadata());
    call.request(RESPONSES_AHEAD);
    call.sendMessage(
        ExchangeRequest.newBuilder()
            .setHello(Hello.newBuilder().setClientId(clientId).setClientName(clientName))
            .build());
  }

  InetSocketAddress node() {
    return node;
  }

  boolean opened() {
    return opened;
  }

  /** False while an earlier frame is still being written: the next one fills meanwhile. */
  boolean writable() {
    return !over && call.isReady();
  }

  /** Adds a call to the frame, and sends the frame when it is full. */
  void add(PendingCall<?> pending, long oldestUnanswered, long timeoutMillis) {
    long slot = slots.put(pending);
    pending.sending(slot);
    Call.Builder message =
        Call.newBuilder()
            .setCallId(slot)
            .setTimeoutMillis((int) Math.max(1, Math.min(Integer.MAX_VALUE, timeoutMillis)));
    pending.request().into(message, pending.writeId(oldestUnanswered));
    add(message.build());
  }

  private void add(Call message) {
    int size = message.getSerializedSize();
    if (frameBytes + size > FRAME_BYTES_SOFT) {
      flush();
    }
    frame.addCalls(message);
    frameBytes += size + 1 + CodedOutputStream.computeUInt32SizeNoTag(size);
    if (frame.getCallsCount() == FRAME_CALLS_MAX) {
      flush();
    }
  }

  /** Sends what the frame holds. */
  void flush() {
    if (frame.getCallsCount() > 0) {
      ExchangeRequest full = frame.build();
      frame = ExchangeRequest.newBuilder();
      frameBytes = 0;
      call.sendMessage(full);
    }
  }

  /** The caller no longer waits: a late reply is dropped. */
  void forget(long slot) {
    slots.take(slot);
  }

  /**
   * Ends the stream; returns the calls that were not answered, which the node may yet carry out.
   */
  List<PendingCall<?>> cancel(String why) {
    over = true;
    call.cancel(why, null);
    return slots.takeAll();
  }

  List<PendingCall<?>> unanswered() {
    return slots.takeAll();
  }

  private final class Responses extends ClientCall.Listener<ExchangeResponse> {
    @Override
    public void onMessage(ExchangeResponse response) {
      if (over) {
        return;
      }
      owner.heard(BatchStream.this, response.getStoreTimeMillis());
      if (!opened) {
        opened = true;
        owner.opened(BatchStream.this);
      }
      for (Reply reply : response.getRepliesList()) {
        PendingCall<?> pending = slots.take(reply.getCallId());
        if (pending != null) {
          owner.answered(pending, reply);
        }
      }
      call.request(1);
      owner.writable();
    }

    @Override
    public void onReady() {
      if (!over) {
        owner.writable();
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (!over) {
        over = true;
        owner.ended(BatchStream.this, status);
      }
    }
  }
}
