package io.zonekeep.client;

import com.google.protobuf.ByteString;
import io.zonekeep.v1.BatchDelete;
import io.zonekeep.v1.BatchPut;
import io.zonekeep.v1.BatchRequest;
import io.zonekeep.v1.BatchResponse;
import io.zonekeep.v1.DeleteRequest;
import io.zonekeep.v1.DeleteResponse;
import io.zonekeep.v1.GetRequest;
import io.zonekeep.v1.GetResponse;
import io.zonekeep.v1.PutRequest;
import io.zonekeep.v1.Record;
import io.zonekeep.v1.Reply.OutcomeCase;
import io.zonekeep.v1.ScanRequest;
import io.zonekeep.v1.ScanResponse;
import io.zonekeep.v1.TouchRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Turns calls on keys into messages and back. */
final class KeyValueCalls {
  private KeyValueCalls() {}

  static Operation<Optional<Entry>> get(String namespace, byte[] key) {
    GetRequest request =
        GetRequest.newBuilder().setNamespace(namespace).setKey(Arguments.key(key)).build();
    return new Operation<>(
        Effect.READ,
        (call, id) -> call.setGet(request),
        Arguments.callBytes(key.length),
        OutcomeCase.GET,
        reply -> entry(reply.getGet()));
  }

  static Operation<WriteResult> put(
      String namespace, byte[] key, byte[] value, PutOptions options) {
    PutRequest.Builder request =
        PutRequest.newBuilder()
            .setNamespace(namespace)
            .setKey(Arguments.key(key))
            .setTtlMillis(Arguments.ttlMillis(options.ttl()));
    int bytes = Arguments.callBytes((long) key.length + value.length);
    request.setValue(ByteString.copyFrom(value));
    options.ifVersion().ifPresent(request::setIfVersion);
    return new Operation<>(
        Effect.WRITE,
        (call, id) -> call.setPut(request.setWriteId(id)),
        bytes,
        OutcomeCase.PUT,
        reply -> new WriteResult(reply.getPut().getApplied(), reply.getPut().getVersion()));
  }

  static Operation<DeleteResult> delete(String namespace, byte[] key, OptionalLong ifVersion) {
    DeleteRequest.Builder request =
        DeleteRequest.newBuilder().setNamespace(namespace).setKey(Arguments.key(key));
    ifVersion.ifPresent(request::setIfVersion);
    return new Operation<>(
        Effect.WRITE,
        (call, id) -> call.setDelete(request.setWriteId(id)),
        Arguments.callBytes(key.length),
        OutcomeCase.DELETE,
        reply -> deleted(reply.getDelete()));
  }

  static Operation<WriteResult> touch(String namespace, byte[] key, Optional<Duration> ttl) {
    TouchRequest.Builder request =
        TouchRequest.newBuilder()
            .setNamespace(namespace)
            .setKey(Arguments.key(key))
            .setTtlMillis(Arguments.ttlMillis(ttl));
    return new Operation<>(
        Effect.WRITE,
        (call, id) -> call.setTouch(request.setWriteId(id)),
        Arguments.callBytes(key.length),
        OutcomeCase.TOUCH,
        reply -> new WriteResult(reply.getTouch().getApplied(), reply.getTouch().getVersion()));
  }

  static Operation<BatchResult> batch(String namespace, List<BatchOperation> operations) {
    Arguments.check(!operations.isEmpty(), "operations is empty: a batch has 1 or more");
    BatchRequest.Builder request = BatchRequest.newBuilder().setNamespace(namespace);
    long bytes = 0;
    for (BatchOperation operation : operations) {
      bytes += operation.key().length + 16;
      bytes += operation instanceof BatchOperation.Put put ? put.value().length : 0;
      request.addOperations(message(operation));
    }
    return new Operation<>(
        Effect.WRITE,
        (call, id) -> call.setBatch(request.setWriteId(id)),
        Arguments.callBytes(bytes),
        OutcomeCase.BATCH,
        reply -> batched(reply.getBatch()));
  }

  static Operation<ScanPage> scan(
      String namespace, byte[] prefix, byte[] after, int limit, boolean keysOnly) {
    ScanRequest request =
        ScanRequest.newBuilder()
            .setNamespace(namespace)
            .setPrefix(ByteString.copyFrom(prefix))
            .setAfter(ByteString.copyFrom(after))
            .setLimit(Arguments.page(limit))
            .setKeysOnly(keysOnly)
            .build();
    return new Operation<>(
        Effect.READ,
        (call, id) -> call.setScan(request),
        Arguments.callBytes((long) prefix.length + after.length),
        OutcomeCase.SCAN,
        reply -> page(reply.getScan()));
  }

  static Optional<Entry> entry(GetResponse response) {
    return response.hasRecord() ? Optional.of(entry(response.getRecord())) : Optional.empty();
  }

  private static Entry entry(Record record) {
    return new Entry(
        record.getKey().toByteArray(),
        record.getValue().toByteArray(),
        record.getVersion(),
        record.hasRemainingTtlMillis()
            ? Optional.of(Duration.ofMillis(record.getRemainingTtlMillis()))
            : Optional.empty());
  }

  private static io.zonekeep.v1.BatchOperation message(BatchOperation operation) {
    io.zonekeep.v1.BatchOperation.Builder message = io.zonekeep.v1.BatchOperation.newBuilder();
    ByteString key = Arguments.key(operation.key());
    if (operation instanceof BatchOperation.Put put) {
      message.setPut(put(key, put));
    } else if (operation instanceof BatchOperation.Delete delete) {
      BatchDelete.Builder part = BatchDelete.newBuilder().setKey(key);
      delete.ifVersion().ifPresent(part::setIfVersion);
      message.setDelete(part);
    } else if (operation instanceof BatchOperation.Check check) {
      message.getCheckBuilder().setKey(key).setIfVersion(check.ifVersion());
    }
    return message.build();
  }

  private static BatchPut put(ByteString key, BatchOperation.Put put) {
    BatchPut.Builder part =
        BatchPut.newBuilder()
            .setKey(key)
            .setValue(ByteString.copyFrom(put.value()))
            .setTtlMillis(Arguments.ttlMillis(put.options().ttl()));
    put.options().ifVersion().ifPresent(part::setIfVersion);
    return part.build();
  }

  private static DeleteResult deleted(DeleteResponse response) {
    return new DeleteResult(response.getApplied(), response.getExisted(), response.getVersion());
  }

  private static BatchResult batched(BatchResponse response) {
    return new BatchResult(
        response.getApplied(),
        response.getVersionsList(),
        response.hasRefusedOperation()
            ? OptionalInt.of(response.getRefusedOperation())
            : OptionalInt.empty());
  }

  private static ScanPage page(ScanResponse response) {
    return new ScanPage(
        response.getRecordsList().stream().map(KeyValueCalls::entry).toList(), response.getMore());
  }
}
