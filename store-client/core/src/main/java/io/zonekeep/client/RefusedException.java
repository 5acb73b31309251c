package io.zonekeep.client;

import static java.util.Objects.requireNonNullElse;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.zonekeep.v1.CallError;
import io.zonekeep.v1.ErrorReason;
import io.zonekeep.v1.PrimaryHint;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A unary call's failure, as the batch stream would have told it. Stays inside the client. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
  private static final String PREFIX = "ERROR_REASON_";

  private final transient CallError error;
  private final transient Optional<FeedPosition> earliest;

  private RefusedException(CallError error, Optional<FeedPosition> earliest) {
    super(error.getMessage());
    this.error = error;
    this.earliest = earliest;
  }

  static RefusedException of(Status status, Metadata trailers) {
    CallError.Builder error =
        CallError.newBuilder()
            .setCode(status.getCode().value())
            .setMessage(requireNonNullElse(status.getDescription(), status.getCode().name()));
    Map<String, String> metadata = new HashMap<>();
    byte[] details = trailers.get(DETAILS);
    if (details != null) {
      try {
        read(com.google.rpc.Status.parseFrom(details), error, metadata);
      } catch (InvalidProtocolBufferException e) {
        error.setMessage(error.getMessage() + " (with details that cannot be read)");
      }
    }
    return new RefusedException(
        error.build(), Optional.ofNullable(metadata.get("earliest")).map(FeedPosition::parse));
  }

  /** Without a reason when no node of the store said this, but gRPC did. */
  CallError error() {
    return error;
  }

  /** With POSITION_GONE: the first position that can be asked for. */
  Optional<FeedPosition> earliest() {
    return earliest;
  }

  boolean told() {
    return error.getReason() != ErrorReason.ERROR_REASON_UNSPECIFIED;
  }

  private static void read(
      com.google.rpc.Status status, CallError.Builder error, Map<String, String> metadata)
      throws InvalidProtocolBufferException {
    for (Any detail : status.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        ErrorInfo info = detail.unpack(ErrorInfo.class);
        metadata.putAll(info.getMetadataMap());
        read(info, error);
      } else if (detail.is(RetryInfo.class)) {
        com.google.protobuf.Duration delay = detail.unpack(RetryInfo.class).getRetryDelay();
        error.setRetryAfterMillis(delay.getSeconds() * 1_000 + delay.getNanos() / 1_000_000);
      }
    }
  }

  private static void read(ErrorInfo info, CallError.Builder error) {
    Arrays.stream(ErrorReason.values())
        .filter(reason -> reason.name().equals(PREFIX + info.getReason()))
        .forEach(error::setReason);
    Map<String, String> metadata = info.getMetadataMap();
    if (metadata.containsKey("term")) {
      error.setPrimary(
          PrimaryHint.newBuilder()
              .setTerm(Long.parseUnsignedLong(metadata.getOrDefault("term", "0")))
              .setPrimaryNode(metadata.getOrDefault("primary_node", ""))
              .setPrimaryAddress(metadata.getOrDefault("primary_address", "")));
    }
  }
}
