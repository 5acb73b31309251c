package io.zonekeep.server.storage;

import io.zonekeep.server.state.Table;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;

/**
 * How RocksDB is run here. Holds the native objects that the options need; closed after the
 * database.
 */
final class RocksOptions implements AutoCloseable {
  private static final int BACKGROUND_JOBS = 2;
  private static final int MEMTABLES_MAX = 4;
  private static final int BLOOM_BITS_PER_ROW = 10;
  private static final int BLOCK_BYTES = 8 * 1024;
  private static final int LOG_FILES = 3;
  private static final long LOG_FILE_BYTES = 4L << 20;

  private final Cache cache;
  private final BloomFilter bloomFilter = new BloomFilter(BLOOM_BITS_PER_ROW);
  private final DBOptions database;
  private final ColumnFamilyOptions lookedUp;
  private final ColumnFamilyOptions scanned;

  RocksOptions(RocksSettings settings) {
    this.cache = new LRUCache(settings.cacheBytes());
    this.lookedUp =
        columnFamily(settings).setTableFormatConfig(tableFormat().setFilterPolicy(bloomFilter));
    this.scanned = columnFamily(settings).setTableFormatConfig(tableFormat());
    this.database =
        new DBOptions()
            .setCreateIfMissing(true)
            .setCreateMissingColumnFamilies(true)
            // One entry's rows are in several column families: they reach the disk together.
            .setAtomicFlush(true)
            .setParanoidChecks(true)
            // After an error of a flush or compaction the node stops; RocksDB must not carry on.
            .setMaxBgErrorResumeCount(0)
            // A flush is asked for where one is wanted; a store about to be dropped needs none.
            .setAvoidFlushDuringShutdown(true)
            .setDbWriteBufferSize(settings.memtableBytes())
            .setMaxBackgroundJobs(BACKGROUND_JOBS)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(LOG_FILES)
            .setMaxLogFileSize(LOG_FILE_BYTES)
            .setStatsDumpPeriodSec(0);
  }

  DBOptions database() {
    return database;
  }

  /** Only rows that are looked up one by one, and often in vain, need a bloom filter. */
  ColumnFamilyOptions columnFamily(Table table) {
    return switch (table) {
      case KEYS, SESSIONS -> lookedUp;
      case META, PRINCIPALS, DUE, CLIENTS, FEED -> scanned;
    };
  }

  ColumnFamilyOptions defaultColumnFamily() {
    return scanned;
  }

  @Override
  public void close() {
    database.close();
    lookedUp.close();
    scanned.close();
    bloomFilter.close();
    cache.close();
  }

  private static ColumnFamilyOptions columnFamily(RocksSettings settings) {
    return new ColumnFamilyOptions()
        .setWriteBufferSize(settings.memtableBytes())
        .setMaxWriteBufferNumber(MEMTABLES_MAX)
        .setCompressionType(CompressionType.LZ4_COMPRESSION);
  }

  private BlockBasedTableConfig tableFormat() {
    return new BlockBasedTableConfig()
        .setBlockCache(cache)
        .setBlockSize(BLOCK_BYTES)
        // Counted in the cache, so that its bound is that of all memory for reading.
        .setCacheIndexAndFilterBlocks(true)
        .setCacheIndexAndFilterBlocksWithHighPriority(true)
        .setPinL0FilterAndIndexBlocksInCache(true);
  }
}
