package io.zonekeep.client;

import io.zonekeep.v1.Call;
import io.zonekeep.v1.Reply;
import io.zonekeep.v1.WriteId;
import java.util.function.Function;

/**
 * A call of the batch stream before it has a place on one.
 *
 * @param request puts the request into the message, again for each send
 * @param bytes roughly its size, for the bound on bytes in flight
 * @param answerKind the reply that belongs to it
 * @param answer turns that reply into the caller's answer
 */
record Operation<T>(
    Effect effect,
    Request request,
    int bytes,
    Reply.OutcomeCase answerKind,
    Function<Reply, T> answer) {

  /** Puts a request into a call. */
  @FunctionalInterface
  interface Request {
    /** {@code id} is for calls with the effect WRITE only. */
    void into(Call.Builder call, WriteId id);
  }
}
