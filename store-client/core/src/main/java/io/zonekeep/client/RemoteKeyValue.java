package io.zonekeep.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Keys of one namespace, over the batch stream. For many threads. */
final class RemoteKeyValue implements KeyValue {
  private final String namespace;
  private final Submission calls;
  private final StandbyReads standbys;

  RemoteKeyValue(String namespace, Submission calls, StandbyReads standbys) {
    this.namespace = namespace;
    this.calls = calls;
    this.standbys = standbys;
  }

  @Override
  public CompletableFuture<Optional<Entry>> getAsync(byte[] key) {
    return calls.submit(() -> KeyValueCalls.get(namespace, key));
  }

  @Override
  public CompletableFuture<WriteResult> putAsync(byte[] key, byte[] value, PutOptions options) {
    return calls.submit(() -> KeyValueCalls.put(namespace, key, value, options));
  }

  @Override
  public CompletableFuture<DeleteResult> deleteAsync(byte[] key, OptionalLong ifVersion) {
    return calls.submit(() -> KeyValueCalls.delete(namespace, key, ifVersion));
  }

  @Override
  public CompletableFuture<WriteResult> touchAsync(byte[] key, Optional<Duration> ttl) {
    return calls.submit(() -> KeyValueCalls.touch(namespace, key, ttl));
  }

  @Override
  public CompletableFuture<BatchResult> batchAsync(List<BatchOperation> operations) {
    return calls.submit(() -> KeyValueCalls.batch(namespace, operations));
  }

  @Override
  public CompletableFuture<ScanPage> scanAsync(
      byte[] prefix, byte[] after, int limit, boolean keysOnly) {
    return calls.submit(() -> KeyValueCalls.scan(namespace, prefix, after, limit, keysOnly));
  }

  @Override
  public CompletableFuture<Optional<Entry>> getFromStandbyAsync(byte[] key, long versionMin) {
    return standbys.get(namespace, key, versionMin);
  }
}
