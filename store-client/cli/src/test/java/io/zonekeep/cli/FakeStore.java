package io.zonekeep.cli;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.zonekeep.client.BatchOperation;
import io.zonekeep.client.BatchResult;
import io.zonekeep.client.DeleteResult;
import io.zonekeep.client.Entry;
import io.zonekeep.client.KeyValue;
import io.zonekeep.client.PutOptions;
import io.zonekeep.client.ScanPage;
import io.zonekeep.client.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Keys in memory, enough for the commands. A value's life is remembered but never ends. */
final class FakeStore implements KeyValue {
  final TreeMap<byte[], Entry> entries = new TreeMap<>(Arrays::compareUnsigned);
  final List<Integer> pageLimits = new ArrayList<>();
  private long version;

  @Override
  public CompletableFuture<Optional<Entry>> getAsync(byte[] key) {
    return completedFuture(Optional.ofNullable(entries.get(key)));
  }

  @Override
  public CompletableFuture<WriteResult> putAsync(byte[] key, byte[] value, PutOptions options) {
    long present = versionOf(key);
    if (options.ifVersion().isPresent() && options.ifVersion().getAsLong() != present) {
      return completedFuture(new WriteResult(false, present));
    }
    version++;
    entries.put(key, new Entry(key, value, version, options.ttl()));
    return completedFuture(new WriteResult(true, version));
  }

  @Override
  public CompletableFuture<DeleteResult> deleteAsync(byte[] key, OptionalLong ifVersion) {
    long present = versionOf(key);
    if (ifVersion.isPresent() && ifVersion.getAsLong() != present) {
      return completedFuture(new DeleteResult(false, present > 0, present));
    }
    version++;
    return completedFuture(new DeleteResult(true, entries.remove(key) != null, version));
  }

  @Override
  public CompletableFuture<ScanPage> scanAsync(
      byte[] prefix, byte[] after, int limit, boolean keysOnly) {
    pageLimits.add(limit);
    List<Entry> found =
        entries.tailMap(after, false).values().stream()
            .filter(entry -> startsWith(entry.key(), prefix))
            .map(entry -> keysOnly ? withoutValue(entry) : entry)
            .toList();
    return completedFuture(
        new ScanPage(found.subList(0, Math.min(limit, found.size())), found.size() > limit));
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
  public CompletableFuture<Optional<Entry>> getFromStandbyAsync(byte[] key, long versionMin) {
    throw new UnsupportedOperationException();
  }

  private long versionOf(byte[] key) {
    Entry entry = entries.get(key);
    return entry == null ? 0 : entry.version();
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static Entry withoutValue(Entry entry) {
    return new Entry(entry.key(), new byte[0], entry.version(), entry.remaining());
  }
}
