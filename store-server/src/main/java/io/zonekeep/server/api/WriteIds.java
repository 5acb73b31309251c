package io.zonekeep.server.api;

import io.zonekeep.server.state.Bytes;
import io.zonekeep.server.state.WriteId;
import java.util.Optional;

/** Translates the ids of writes. */
final class WriteIds {
  static final int CLIENT_ID_BYTES = 16;

  private WriteIds() {}

  /**
   * The id of a write that carries one.
   *
   * @param streamClient the client that the stream's Hello named; empty for a unary call
   */
  static WriteId of(io.zonekeep.v1.WriteId wire, Optional<Bytes> streamClient) {
    if (wire.getSequence() < 1) {
      throw new InvalidFieldException(
          "write_id.sequence is %s: 1 or more, below 2^63"
              .formatted(Long.toUnsignedString(wire.getSequence())));
    }
    if (wire.getOldestUnanswered() < 0 || wire.getOldestUnanswered() > wire.getSequence()) {
      throw new InvalidFieldException(
          "write_id.oldest_unanswered is %s: at most the sequence, %d"
              .formatted(Long.toUnsignedString(wire.getOldestUnanswered()), wire.getSequence()));
    }
    if (wire.getIssuedAtMillis() < 0) {
      throw new InvalidFieldException("write_id.issued_at_millis must not be negative");
    }
    return new WriteId(
        client(wire, streamClient),
        wire.getSequence(),
        wire.getOldestUnanswered(),
        wire.getIssuedAtMillis());
  }

  private static Bytes client(io.zonekeep.v1.WriteId wire, Optional<Bytes> streamClient) {
    if (wire.getClientId().isEmpty() && streamClient.isPresent()) {
      return streamClient.get();
    }
    if (wire.getClientId().size() != CLIENT_ID_BYTES) {
      throw new InvalidFieldException(
          "write_id.client_id has %d bytes: 16".formatted(wire.getClientId().size()));
    }
    return Validation.bytes(wire.getClientId());
  }
}
