package io.zonekeep.server.api;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.zonekeep.server.replication.HandOverRefusedException;
import io.zonekeep.server.replication.IndeterminateException;
import io.zonekeep.server.replication.NotPrimaryException;
import io.zonekeep.server.replication.QueueFullException;
import io.zonekeep.server.replication.StandbyBehindException;
import io.zonekeep.server.state.Result.SessionRefusal;
import io.zonekeep.server.state.Result.WriteIdRefusal;
import io.zonekeep.v1.CallError;
import io.zonekeep.v1.ErrorReason;
import io.zonekeep.v1.PrimaryHint;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that says how a refusal looks on the wire: as a CallError on the stream, as a
 * status with details for a unary call. Used by many threads.
 */
final class Errors {
  static final String DOMAIN = "zonekeep.io";
  private static final String REASON_PREFIX = "ERROR_REASON_";
  private static final int RETRY_MILLIS = 20;
  private static final int NO_PRIMARY_RETRY_MILLIS = 50;
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private final PrimaryHints hints;

  Errors(PrimaryHints hints) {
    this.hints = hints;
  }

  /** For a call of its own. */
  StatusRuntimeException toStatus(Throwable failure) {
    return unwrapped(failure) instanceof PositionGoneException gone
        ? toStatus(of(gone), Map.of("earliest", gone.earliest()))
        : toStatus(of(failure));
  }

  CallError of(Throwable failure) {
    Throwable cause = unwrapped(failure);
    String message = String.valueOf(cause.getMessage());
    return switch (cause) {
      case NotPrimaryException notPrimary -> notPrimary(notPrimary);
      case QueueFullException full -> busy(message);
      case BusyException busy -> busy(message);
      case InvalidFieldException invalid -> invalidField(message);
      case IndeterminateException nobodyKnows ->
          error(Code.UNKNOWN, ErrorReason.ERROR_REASON_INDETERMINATE, message).build();
      case StandbyBehindException behind ->
          error(Code.UNAVAILABLE, ErrorReason.ERROR_REASON_STANDBY_BEHIND, message)
              .setRetryAfterMillis(RETRY_MILLIS)
              .build();
      case ShuttingDownException stopping ->
          error(Code.UNAVAILABLE, ErrorReason.ERROR_REASON_SHUTTING_DOWN, message).build();
      case HandOverRefusedException refused ->
          error(Code.FAILED_PRECONDITION, ErrorReason.ERROR_REASON_HANDOVER_REFUSED, message)
              .build();
      case PositionGoneException gone ->
          error(Code.OUT_OF_RANGE, ErrorReason.ERROR_REASON_POSITION_GONE, message).build();
      case FeedOffException off ->
          error(Code.FAILED_PRECONDITION, ErrorReason.ERROR_REASON_FEED_OFF, message).build();
      default -> {
        LOG.error("a call failed by a defect of the server", cause);
        yield error(Code.INTERNAL, ErrorReason.ERROR_REASON_INTERNAL, "a defect of the server")
            .build();
      }
    };
  }

  static StatusRuntimeException invalid(InvalidFieldException failure) {
    return toStatus(invalidField(String.valueOf(failure.getMessage())));
  }

  static CallError busy(String message) {
    return error(Code.RESOURCE_EXHAUSTED, ErrorReason.ERROR_REASON_QUEUE_FULL, message)
        .setRetryAfterMillis(RETRY_MILLIS)
        .build();
  }

  static CallError of(SessionRefusal refusal, long presentVersion) {
    return switch (refusal) {
      case NO_SUCH_SESSION ->
          error(
                  Code.NOT_FOUND,
                  ErrorReason.ERROR_REASON_NO_SUCH_SESSION,
                  "there is no such session")
              .build();
      case SESSION_ID_TAKEN ->
          error(
                  Code.ALREADY_EXISTS,
                  ErrorReason.ERROR_REASON_SESSION_ID_TAKEN,
                  "the session id is taken")
              .build();
      case VERSION_MISMATCH ->
          error(
                  Code.ABORTED,
                  ErrorReason.ERROR_REASON_VERSION_MISMATCH,
                  "if_version does not hold: the session has version " + presentVersion)
              .build();
      case SESSION_TOO_LARGE ->
          error(
                  Code.FAILED_PRECONDITION,
                  ErrorReason.ERROR_REASON_SESSION_TOO_LARGE,
                  "the session would exceed limit.session_attributes or limit.session_bytes")
              .build();
    };
  }

  static CallError of(WriteIdRefusal refusal) {
    return switch (refusal) {
      case FORGOTTEN ->
          error(
                  Code.OUT_OF_RANGE,
                  ErrorReason.ERROR_REASON_WRITE_ID_FORGOTTEN,
                  "the write's result is no longer remembered; whether it was applied is not known")
              .build();
      case TOO_OLD ->
          error(
                  Code.OUT_OF_RANGE,
                  ErrorReason.ERROR_REASON_WRITE_ID_TOO_OLD,
                  "the write is older than dedupe.window; whether it was applied is not known")
              .build();
    };
  }

  static StatusRuntimeException toStatus(CallError error) {
    return toStatus(error, Map.of());
  }

  private static StatusRuntimeException toStatus(CallError error, Map<String, String> metadata) {
    ErrorInfo.Builder info =
        ErrorInfo.newBuilder()
            .setDomain(DOMAIN)
            .putAllMetadata(metadata)
            .setReason(error.getReason().name().substring(REASON_PREFIX.length()));
    if (error.hasPrimary()) {
      PrimaryHint primary = error.getPrimary();
      info.putMetadata("term", Long.toUnsignedString(primary.getTerm()))
          .putMetadata("primary_node", primary.getPrimaryNode())
          .putMetadata("primary_address", primary.getPrimaryAddress());
    }
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(error.getCode())
            .setMessage(error.getMessage())
            .addDetails(Any.pack(info.build()));
    if (error.getRetryAfterMillis() > 0) {
      status.addDetails(
          Any.pack(
              RetryInfo.newBuilder().setRetryDelay(duration(error.getRetryAfterMillis())).build()));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }

  private static Duration duration(long millis) {
    return Duration.newBuilder()
        .setSeconds(millis / 1_000)
        .setNanos((int) (millis % 1_000) * 1_000_000)
        .build();
  }

  private static CallError invalidField(String message) {
    return error(Code.INVALID_ARGUMENT, ErrorReason.ERROR_REASON_INVALID_FIELD, message).build();
  }

  private CallError notPrimary(NotPrimaryException failure) {
    PrimaryHint primary = hints.toWire(failure.hint());
    return error(
            Code.UNAVAILABLE,
            ErrorReason.ERROR_REASON_NOT_PRIMARY,
            String.valueOf(failure.getMessage()))
        .setPrimary(primary)
        .setRetryAfterMillis(primary.getPrimaryNode().isEmpty() ? NO_PRIMARY_RETRY_MILLIS : 0)
        .build();
  }

  private static CallError.Builder error(Code code, ErrorReason reason, String message) {
    return CallError.newBuilder().setCode(code.getNumber()).setReason(reason).setMessage(message);
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
