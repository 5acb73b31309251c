package io.zonekeep.server.api;

import io.zonekeep.server.metrics.CallMetrics;
import io.zonekeep.server.replication.Replication;
import io.zonekeep.server.state.Bytes;
import io.zonekeep.server.state.Command;
import io.zonekeep.server.state.Result;
import io.zonekeep.server.state.SessionKey;
import io.zonekeep.server.state.Write;
import io.zonekeep.v1.Call;
import io.zonekeep.v1.CallError;
import io.zonekeep.v1.LoadSessionRequest;
import io.zonekeep.v1.Reply;
import io.zonekeep.v1.TouchSessionRequest;
import io.zonekeep.v1.TouchSessionResponse;
import io.zonekeep.v1.WriteId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Takes one call to its one reply, whichever way it came: unary calls and those of a stream mean
 * the same because both come through here. Used by many threads; does not block.
 */
final class CallHandler {
  private static final int TIMEOUT_BY_DEFAULT_MILLIS = 10_000;

  private final Replication replication;
  private final KeyWrites keys;
  private final SessionWrites sessions;
  private final Queries queries;
  private final Errors errors;
  private final CallMetrics metrics;
  private final LongSupplier nanoTime;
  private final LongAdder started = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private volatile boolean stopping;

  CallHandler(
      Replication replication,
      Validation validation,
      Queries queries,
      Errors errors,
      CallMetrics metrics,
      LongSupplier nanoTime) {
    this.replication = replication;
    this.keys = new KeyWrites(validation);
    this.sessions = new SessionWrites(validation);
    this.queries = queries;
    this.errors = errors;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
  }

  /**
   * Answers one call; the future never fails, a refusal is a reply too.
   *
   * @param streamClient the client that the stream's Hello named; empty for a unary call
   */
  CompletableFuture<Reply> handle(Call call, Optional<Bytes> streamClient) {
    long startedNanos = nanoTime.getAsLong();
    started.increment();
    CompletableFuture<Reply.Builder> outcome;
    try {
      if (stopping) {
        throw new ShuttingDownException();
      }
      outcome = dispatch(call, streamClient);
    } catch (RuntimeException refused) {
      outcome = CompletableFuture.failedFuture(refused);
    }
    return outcome.handle(
        (reply, failure) -> ended(call, startedNanos, reply, Optional.ofNullable(failure)));
  }

  /** Refuses all further calls. */
  void stop() {
    stopping = true;
  }

  /** Calls that have no reply yet. */
  long underWay() {
    long endedSoFar = ended.sum();
    return started.sum() - endedSoFar;
  }

  private CompletableFuture<Reply.Builder> dispatch(Call call, Optional<Bytes> client) {
    return switch (call.getRequestCase()) {
      case GET -> queries.get(call.getGet()).thenApply(r -> Reply.newBuilder().setGet(r));
      case SCAN ->
          queries
              .scan(call.getScan(), timeoutMillis(call))
              .thenApply(r -> Reply.newBuilder().setScan(r));
      case LOAD_SESSION -> load(call.getLoadSession());
      case FIND_SESSIONS_BY_PRINCIPAL ->
          queries
              .find(call.getFindSessionsByPrincipal(), timeoutMillis(call))
              .thenApply(r -> Reply.newBuilder().setFindSessionsByPrincipal(r));
      case TOUCH_SESSION -> touchSession(call.getTouchSession());
      case PUT ->
          write(
              call.getPut().hasWriteId(),
              call.getPut().getWriteId(),
              client,
              keys.put(call.getPut()),
              Replies::put);
      case DELETE ->
          write(
              call.getDelete().hasWriteId(),
              call.getDelete().getWriteId(),
              client,
              keys.delete(call.getDelete()),
              Replies::delete);
      case TOUCH ->
          write(
              call.getTouch().hasWriteId(),
              call.getTouch().getWriteId(),
              client,
              keys.touch(call.getTouch()),
              Replies::touch);
      case BATCH ->
          write(
              call.getBatch().hasWriteId(),
              call.getBatch().getWriteId(),
              client,
              keys.batch(call.getBatch()),
              Replies::batch);
      case CREATE_SESSION ->
          write(
              call.getCreateSession().hasWriteId(),
              call.getCreateSession().getWriteId(),
              client,
              sessions.create(call.getCreateSession()),
              Replies::createSession);
      case SAVE_SESSION ->
          write(
              call.getSaveSession().hasWriteId(),
              call.getSaveSession().getWriteId(),
              client,
              sessions.save(call.getSaveSession()),
              Replies::saveSession);
      case CHANGE_SESSION_ID ->
          write(
              call.getChangeSessionId().hasWriteId(),
              call.getChangeSessionId().getWriteId(),
              client,
              sessions.changeId(call.getChangeSessionId()),
              Replies::changeSessionId);
      case DELETE_SESSION ->
          write(
              call.getDeleteSession().hasWriteId(),
              call.getDeleteSession().getWriteId(),
              client,
              sessions.delete(call.getDeleteSession()),
              Replies::deleteSession);
      case REQUEST_NOT_SET ->
          throw new InvalidFieldException("request is not set, or of a kind unknown here");
    };
  }

  private CompletableFuture<Reply.Builder> write(
      boolean hasId,
      WriteId wireId,
      Optional<Bytes> client,
      Command command,
      Function<Result, Reply.Builder> toReply) {
    Write write =
        hasId
            ? new Write(Optional.of(WriteIds.of(wireId, client)), command)
            : Write.anonymous(command);
    return replication.submit(write).thenApply(toReply);
  }

  private CompletableFuture<Reply.Builder> load(LoadSessionRequest request) {
    SessionKey session = sessions.key(request.getNamespace(), request.getId());
    return queries
        .load(request, session)
        .thenApply(response -> Reply.newBuilder().setLoadSession(response));
  }

  private CompletableFuture<Reply.Builder> touchSession(TouchSessionRequest request) {
    return replication
        .touch(sessions.key(request.getNamespace(), request.getId()))
        .thenApply(found ->
            Reply.newBuilder().setTouchSession(TouchSessionResponse.newBuilder().setFound(found)));
  }

  private Reply ended(
      Call call, long startedNanos, Reply.Builder outcome, Optional<Throwable> failure) {
    Reply.Builder reply =
        failure.isEmpty() ? outcome : Reply.newBuilder().setError(errors.of(failure.get()));
    ended.increment();
    CallError error = reply.getError();
    metrics.record(
        call.getRequestCase().getNumber(),
        error.getReason().getNumber(),
        nanoTime.getAsLong() - startedNanos);
    return reply.setCallId(call.getCallId()).build();
  }

  private static long timeoutMillis(Call call) {
    return call.getTimeoutMillis() == 0
        ? TIMEOUT_BY_DEFAULT_MILLIS
        : Integer.toUnsignedLong(call.getTimeoutMillis());
  }
}
