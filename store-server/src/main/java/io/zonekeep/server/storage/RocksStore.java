package io.zonekeep.server.storage;

import io.zonekeep.server.state.Bytes;
import io.zonekeep.server.state.Changes;
import io.zonekeep.server.state.DurableStore;
import io.zonekeep.server.state.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;

/**
 * The state on disk, in RocksDB. Reads and checkpoints come from any thread, {@link #commit} from
 * the applying one; while {@link #replaceWith} swaps the database, all others wait.
 *
 * <p>RocksDB's own log is off: after a crash the store is as of an earlier entry, whole, and the
 * replicated log is applied from there. An error of the disk or of the data is thrown, and told to
 * the {@code onFailure} that was given at the opening, also when it befell a background thread: the
 * store must not be used any more.
 */
public final class RocksStore implements DurableStore {
  private final StoreFolder folder;
  private final RocksSettings settings;
  private final Consumer<Throwable> onFailure;
  private final BackgroundWatch watch = new BackgroundWatch(this::checkBackground);

  /** Read: the database stays. Write: it is being exchanged or closed. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** Guarded by the lock; absent once closed, as native memory must not be touched then. */
  private @Nullable RocksDatabase database;

  private RocksStore(StoreFolder folder, RocksSettings settings, Consumer<Throwable> onFailure) {
    this.folder = folder;
    this.settings = settings;
    this.onFailure = onFailure;
  }

  /**
   * Opens the store in {@code folder}, which is made if need be.
   *
   * @param onFailure called on the thread that met an error, and before it is thrown there
   * @throws DamagedStoreException if it is not what was written there
   * @throws StorageException if the folder holds something else, is in use, or cannot be read
   */
  public static RocksStore open(
      Path folder, RocksSettings settings, Consumer<Throwable> onFailure) {
    RocksDB.loadLibrary();
    RocksStore store = new RocksStore(new StoreFolder(folder), settings, onFailure);
    store.openDatabase();
    store.watch.start();
    return store;
  }

  @Override
  public Optional<Bytes> get(Table table, Bytes row) {
    Lock reading = lock.readLock();
    reading.lock();
    try {
      return database().get(table, row);
    } catch (RocksDBException e) {
      throw failure("reading " + table, e);
    } finally {
      reading.unlock();
    }
  }

  @Override
  public void scan(Table table, Bytes prefix, Bytes from, RowVisitor visitor) {
    Lock reading = lock.readLock();
    reading.lock();
    try {
      database().scan(table, prefix, from, visitor, Optional.empty());
    } catch (RocksDBException e) {
      throw failure("reading " + table, e);
    } finally {
      reading.unlock();
    }
  }

  /** Holds off {@link #replaceWith} until it is closed, by the thread that took it. */
  @Override
  public View view() {
    lock.readLock().lock();
    try {
      return new SnapshotView(database());
    } catch (RuntimeException e) {
      lock.readLock().unlock();
      throw e;
    }
  }

  @Override
  public void commit(Changes changes) {
    Lock reading = lock.readLock();
    reading.lock();
    try {
      database().commit(changes);
    } catch (RocksDBException e) {
      throw failure("writing", e);
    } finally {
      reading.unlock();
    }
  }

  @Override
  public void checkpoint(Path target) {
    Lock reading = lock.readLock();
    reading.lock();
    try {
      Files.createDirectories(StoreFolder.parent(target));
      database().checkpoint(target);
      StoreFolder.makePrivate(target);
      StoreFolder.syncAll(target);
    } catch (RocksDBException | IOException e) {
      throw failure("copying to " + target, e);
    } finally {
      reading.unlock();
    }
  }

  @Override
  public void replaceWith(Path successor) {
    if (!Files.exists(successor.resolve("CURRENT"))) {
      throw new StorageException(successor + " is not a checkpoint of a store");
    }
    Lock writing = lock.writeLock();
    writing.lock();
    try {
      database().close();
      database = null;
      folder.replaceWith(successor);
      openDatabase();
    } catch (IOException e) {
      throw failure("replacing the store by " + successor, e);
    } finally {
      writing.unlock();
    }
  }

  /**
   * Reads every block on disk and checks it; takes seconds for each GiB.
   *
   * @throws DamagedStoreException if one is not what was written
   */
  public void verifyChecksums() {
    Lock reading = lock.readLock();
    reading.lock();
    try {
      database().verifyChecksums();
    } catch (RocksDBException e) {
      throw failure("checking", e);
    } finally {
      reading.unlock();
    }
  }

  /** Puts on disk what was committed, so that nothing has to be applied again. */
  @Override
  public void close() {
    watch.close();
    Lock writing = lock.writeLock();
    writing.lock();
    try {
      if (database != null) {
        flushAndClose(database);
      }
    } catch (RocksDBException e) {
      throw failure("writing at the end", e);
    } finally {
      database = null;
      writing.unlock();
    }
  }

  private void checkBackground() {
    Lock reading = lock.readLock();
    reading.lock();
    try {
      if (database != null && database.backgroundErrors() > 0) {
        throw failure("a flush or compaction", new IOException("see the file LOG there"));
      }
    } catch (RocksDBException e) {
      throw failure("watching", e);
    } finally {
      reading.unlock();
    }
  }

  private static void flushAndClose(RocksDatabase open) throws RocksDBException {
    try {
      open.flush();
    } finally {
      open.close();
    }
  }

  private void openDatabase() {
    try {
      folder.prepare();
      database = RocksDatabase.open(folder.path(), settings);
    } catch (RocksDBException e) {
      throw Failures.opening(folder.path(), e);
    } catch (IOException e) {
      throw new StorageException("cannot open " + folder.path() + ": " + e, e);
    }
  }

  private RocksDatabase database() {
    if (database == null) {
      throw new IllegalStateException("the store in " + folder.path() + " is closed");
    }
    return database;
  }

  private StorageException failure(String act, Exception cause) {
    StorageException failure = Failures.of(folder.path() + ": " + act + " failed", cause);
    onFailure.accept(failure);
    return failure;
  }

  /** Reads of one moment, on a snapshot of RocksDB. */
  private final class SnapshotView implements View {
    private final RocksDatabase viewed;
    private final Snapshot snapshot;
    private final ReadOptions read;

    SnapshotView(RocksDatabase viewed) {
      this.viewed = viewed;
      this.snapshot = viewed.takeSnapshot();
      this.read = new ReadOptions().setSnapshot(snapshot);
    }

    @Override
    public Optional<Bytes> get(Table table, Bytes row) {
      try {
        return viewed.get(table, row, read);
      } catch (RocksDBException e) {
        throw failure("reading " + table, e);
      }
    }

    @Override
    public void scan(Table table, Bytes prefix, Bytes from, RowVisitor visitor) {
      try {
        viewed.scan(table, prefix, from, visitor, Optional.of(snapshot));
      } catch (RocksDBException e) {
        throw failure("reading " + table, e);
      }
    }

    @Override
    public void close() {
      read.close();
      viewed.releaseSnapshot(snapshot);
      lock.readLock().unlock();
    }
  }
}
