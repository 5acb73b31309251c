package io.zonekeep.server.api;

import io.zonekeep.server.state.Bytes;
import io.zonekeep.server.state.Command;
import io.zonekeep.server.state.Key;
import io.zonekeep.v1.BatchOperation;
import io.zonekeep.v1.BatchRequest;
import io.zonekeep.v1.DeleteRequest;
import io.zonekeep.v1.PutRequest;
import io.zonekeep.v1.TouchRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Makes commands of the writes of keys, within all limits. Used by many threads. */
final class KeyWrites {
  private final Validation validation;

  KeyWrites(Validation validation) {
    this.validation = validation;
  }

  Command put(PutRequest request) {
    return new Command.Put(
        new Key(validation.namespace(request.getNamespace()), validation.key(request.getKey())),
        validation.value(request.getValue()),
        request.hasIfVersion() ? OptionalLong.of(request.getIfVersion()) : OptionalLong.empty(),
        validation.ttl(request.getTtlMillis()));
  }

  Command delete(DeleteRequest request) {
    return new Command.Delete(
        new Key(validation.namespace(request.getNamespace()), validation.key(request.getKey())),
        request.hasIfVersion() ? OptionalLong.of(request.getIfVersion()) : OptionalLong.empty());
  }

  Command touch(TouchRequest request) {
    return new Command.Touch(
        new Key(validation.namespace(request.getNamespace()), validation.key(request.getKey())),
        validation.ttl(request.getTtlMillis()));
  }

  Command batch(BatchRequest request) {
    int operationsMax = validation.limits().batchOperations();
    if (request.getOperationsCount() < 1 || request.getOperationsCount() > operationsMax) {
      throw new InvalidFieldException(
          "operations has %d entries: 1 to %d (limit.batch_operations)"
              .formatted(request.getOperationsCount(), operationsMax));
    }
    List<Command.Operation> operations = new ArrayList<>(request.getOperationsCount());
    Set<Bytes> keys = new HashSet<>();
    long bytes = 0;
    for (BatchOperation wire : request.getOperationsList()) {
      Command.Operation operation = operation(wire);
      if (!keys.add(operation.key())) {
        throw new InvalidFieldException("operations names a key twice: each key once a batch");
      }
      bytes += bytesOf(operation);
      operations.add(operation);
    }
    if (bytes > validation.limits().batchBytes()) {
      throw Validation.overLimit(
          "operations", bytes, 1, validation.limits().batchBytes(), "limit.batch_bytes");
    }
    return new Command.Batch(validation.namespace(request.getNamespace()), operations);
  }

  private Command.Operation operation(BatchOperation wire) {
    return switch (wire.getOperationCase()) {
      case PUT ->
          new Command.Operation.Put(
              validation.key(wire.getPut().getKey()),
              validation.value(wire.getPut().getValue()),
              wire.getPut().hasIfVersion()
                  ? OptionalLong.of(wire.getPut().getIfVersion())
                  : OptionalLong.empty(),
              validation.ttl(wire.getPut().getTtlMillis()));
      case DELETE ->
          new Command.Operation.Delete(
              validation.key(wire.getDelete().getKey()),
              wire.getDelete().hasIfVersion()
                  ? OptionalLong.of(wire.getDelete().getIfVersion())
                  : OptionalLong.empty());
      case CHECK ->
          new Command.Operation.Check(
              validation.key(wire.getCheck().getKey()), wire.getCheck().getIfVersion());
      case OPERATION_NOT_SET ->
          throw new InvalidFieldException("operations has an entry without an operation");
    };
  }

  private static long bytesOf(Command.Operation operation) {
    long value = operation instanceof Command.Operation.Put put ? put.value().length() : 0;
    return operation.key().length() + value;
  }
}
