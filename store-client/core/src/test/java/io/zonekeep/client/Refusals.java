package io.zonekeep.client;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.zonekeep.v1.CallError;

/** A refusal as a unary call carries it. */
final class Refusals {
  private Refusals() {}

  static StatusRuntimeException exception(CallError error) {
    ErrorInfo info =
        ErrorInfo.newBuilder()
            .setDomain("zonekeep.io")
            .setReason(error.getReason().name().replace("ERROR_REASON_", ""))
            .putMetadata("term", Long.toString(error.getPrimary().getTerm()))
            .putMetadata("primary_node", error.getPrimary().getPrimaryNode())
            .putMetadata("primary_address", error.getPrimary().getPrimaryAddress())
            .build();
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(Code.UNAVAILABLE_VALUE)
            .setMessage(error.getMessage())
            .addDetails(Any.pack(info))
            .build());
  }
}
