package io.zonekeep.memory;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.zonekeep.client.BatchOperation;
import io.zonekeep.client.BatchResult;
import io.zonekeep.client.DeleteResult;
import io.zonekeep.client.Entry;
import io.zonekeep.client.KeyValue;
import io.zonekeep.client.PutOptions;
import io.zonekeep.client.ScanPage;
import io.zonekeep.client.WriteResult;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Keys in memory: get, put and delete. */
final class MemoryKeyValue implements KeyValue {
  private final Map<ByteBuffer, Entry> entries = new HashMap<>();
  private long version;

  @Override
  public synchronized CompletableFuture<Optional<Entry>> getAsync(byte[] key) {
    return completedFuture(Optional.ofNullable(entries.get(ByteBuffer.wrap(key))));
  }

  @Override
  public synchronized CompletableFuture<WriteResult> putAsync(
      byte[] key, byte[] value, PutOptions options) {
    long present = presentVersion(key);
    if (options.ifVersion().orElse(present) != present) {
      return completedFuture(new WriteResult(false, present));
    }
    version++;
    entries.put(ByteBuffer.wrap(key), new Entry(key, value, version, Optional.empty()));
    return completedFuture(new WriteResult(true, version));
  }

  @Override
  public synchronized CompletableFuture<DeleteResult> deleteAsync(
      byte[] key, OptionalLong ifVersion) {
    long present = presentVersion(key);
    if (ifVersion.orElse(present) != present) {
      return completedFuture(new DeleteResult(false, present > 0, present));
    }
    if (entries.remove(ByteBuffer.wrap(key)) == null) {
      return completedFuture(new DeleteResult(true, false, 0));
    }
    version++;
    return completedFuture(new DeleteResult(true, true, version));
  }

  @Override
  public CompletableFuture<WriteResult> touchAsync(byte[] key, Optional<Duration> ttl) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<BatchResult> batchAsync(List<BatchOperation> operations) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<ScanPage> scanAsync(
      byte[] prefix, byte[] after, int limit, boolean keysOnly) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Optional<Entry>> getFromStandbyAsync(byte[] key, long versionMin) {
    return getAsync(key);
  }

  private long presentVersion(byte[] key) {
    Entry entry = entries.get(ByteBuffer.wrap(key));
    return entry == null ? 0 : entry.version();
  }
}
