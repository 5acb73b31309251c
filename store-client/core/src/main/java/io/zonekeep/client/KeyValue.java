package io.zonekeep.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * Keys and values of one namespace: linearizable per key, on disk in two zones before a write
 * returns, each write exactly once whatever fails on the way. Safe for many threads.
 *
 * <p>Keys are 1 B to 1 KiB, values up to 1 MiB (the server's limits).
 */
public interface KeyValue {
  /** The key's entry; empty if there is none. */
  CompletableFuture<Optional<Entry>> getAsync(byte[] key);

  CompletableFuture<WriteResult> putAsync(byte[] key, byte[] value, PutOptions options);

  CompletableFuture<DeleteResult> deleteAsync(byte[] key, OptionalLong ifVersion);

  /** Renews the time to live; {@code ttl} empty: it does not expire any more. */
  CompletableFuture<WriteResult> touchAsync(byte[] key, Optional<Duration> ttl);

  /** All or none of 1 to 128 operations on different keys. */
  CompletableFuture<BatchResult> batchAsync(List<BatchOperation> operations);

  /**
   * One page of the keys that begin with {@code prefix}, in byte order, after {@code after}.
   *
   * @param after empty: from the first
   * @param limit 1 to 1,000
   */
  CompletableFuture<ScanPage> scanAsync(byte[] prefix, byte[] after, int limit, boolean keysOnly);

  /**
   * Reads from a standby, which may lag but has applied {@code versionMin} (of any key).
   *
   * @throws ZonekeepException STANDBY_BEHIND rather than older state
   */
  CompletableFuture<Optional<Entry>> getFromStandbyAsync(byte[] key, long versionMin);

  default Optional<Entry> get(byte[] key) {
    return Blocking.await(getAsync(key));
  }

  default WriteResult put(byte[] key, byte[] value) {
    return put(key, value, PutOptions.ALWAYS);
  }

  default WriteResult put(byte[] key, byte[] value, PutOptions options) {
    return Blocking.await(putAsync(key, value, options));
  }

  default DeleteResult delete(byte[] key) {
    return Blocking.await(deleteAsync(key, OptionalLong.empty()));
  }

  default DeleteResult delete(byte[] key, long ifVersion) {
    return Blocking.await(deleteAsync(key, OptionalLong.of(ifVersion)));
  }

  default WriteResult touch(byte[] key, Optional<Duration> ttl) {
    return Blocking.await(touchAsync(key, ttl));
  }

  default BatchResult batch(List<BatchOperation> operations) {
    return Blocking.await(batchAsync(operations));
  }

  default ScanPage scan(byte[] prefix, byte[] after, int limit, boolean keysOnly) {
    return Blocking.await(scanAsync(prefix, after, limit, keysOnly));
  }

  default Optional<Entry> getFromStandby(byte[] key, long versionMin) {
    return Blocking.await(getFromStandbyAsync(key, versionMin));
  }
}
