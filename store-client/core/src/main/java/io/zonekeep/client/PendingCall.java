package io.zonekeep.client;

import io.zonekeep.v1.Reply;
import io.zonekeep.v1.WriteId;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One call from its submission to its answer. From its admission on, the loop owns it. */
final class PendingCall<T> {
  static final long NO_SLOT = 0;

  private final Operation<T> operation;
  private final long deadlineNanos;
  private final CompletableFuture<T> future = new CompletableFuture<>();

  /** Its place among the calls that wait for their deadline; see {@link Deadlines}. */
  @Nullable PendingCall<?> earlier;

  @Nullable PendingCall<?> later;

  /** In order of admission. */
  private long order;

  /** Of the stream that it waits on; {@link #NO_SLOT}: it waits on none. */
  private long slot = NO_SLOT;

  private long sequence;
  private long issuedAtMillis;
  private int refusals;
  private boolean overloaded;
  private boolean sent;

  /** Whether some send of it may have been, or may yet be, carried out without our knowing. */
  private boolean doubtful;

  private boolean done;

  PendingCall(Operation<T> operation, long deadlineNanos) {
    this.operation = operation;
    this.deadlineNanos = deadlineNanos;
  }

  Effect effect() {
    return operation.effect();
  }

  Operation.Request request() {
    return operation.request();
  }

  int bytes() {
    return operation.bytes();
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  CompletableFuture<T> future() {
    return future;
  }

  long order() {
    return order;
  }

  void admitted(long newOrder) {
    order = newOrder;
  }

  long slot() {
    return slot;
  }

  /** It is about to go out. */
  void sending(long newSlot) {
    slot = newSlot;
    sent = true;
  }

  boolean sent() {
    return sent;
  }

  /** The stream ended, and it with what became of this call. */
  void lost() {
    slot = NO_SLOT;
    doubtful = true;
  }

  /** An answer came that leaves its effect open. */
  void leftOpen() {
    refused(false);
    doubtful = true;
  }

  /** An answer came: surely nothing was done by this send. */
  void refused(boolean byFullQueue) {
    slot = NO_SLOT;
    overloaded = byFullQueue;
    refusals++;
  }

  int refusals() {
    return refusals;
  }

  boolean overloaded() {
    return overloaded;
  }

  /** Whether nobody knows its effect, if no answer comes any more. */
  boolean inDoubt() {
    return effect() != Effect.READ && (doubtful || slot != NO_SLOT);
  }

  boolean needsWriteId() {
    return effect() == Effect.WRITE && sequence == 0;
  }

  long sequence() {
    return sequence;
  }

  /** A write gets its id at its first send and keeps it for ever. */
  void identify(long newSequence, long newIssuedAtMillis) {
    sequence = newSequence;
    issuedAtMillis = newIssuedAtMillis;
  }

  /** The client's own id is said once a stream. */
  WriteId writeId(long oldestUnanswered) {
    if (sequence == 0) {
      return WriteId.getDefaultInstance();
    }
    return WriteId.newBuilder()
        .setSequence(sequence)
        .setOldestUnanswered(oldestUnanswered)
        .setIssuedAtMillis(issuedAtMillis)
        .build();
  }

  boolean done() {
    return done;
  }

  void markDone() {
    done = true;
    slot = NO_SLOT;
  }

  boolean isAnswerKind(Reply reply) {
    return reply.getOutcomeCase() == operation.answerKind();
  }

  /** An answer that cannot be read is a defect, but the caller must hear of it all the same. */
  void succeed(Reply reply) {
    T answer;
    try {
      answer = operation.answer().apply(reply);
    } catch (RuntimeException e) {
      future.completeExceptionally(Outcomes.senseless(effect(), "unreadable answer: " + e));
      return;
    }
    future.complete(answer);
  }

  void fail(ZonekeepException failure) {
    future.completeExceptionally(failure);
  }
}
