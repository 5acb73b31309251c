package io.zonekeep.server.storage;

/**
 * Bounds of a {@link RocksStore}'s memory outside the heap.
 *
 * @param cacheBytes blocks read from disk, with their indexes and filters
 * @param memtableBytes rows not yet on disk: a flush begins at this size, and while it runs as much
 *     again may come
 */
public record RocksSettings(long cacheBytes, long memtableBytes) {
  public RocksSettings {
    if (cacheBytes < 1 || memtableBytes < 1) {
      throw new IllegalArgumentException("cache and memtable need at least one byte");
    }
  }
}
