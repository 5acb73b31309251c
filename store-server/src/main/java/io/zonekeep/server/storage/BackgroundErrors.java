package io.zonekeep.server.storage;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.BackgroundErrorReason;
import org.rocksdb.Status;

/** Passes on what befalls a flush or compaction. Called on RocksDB's threads. */
final class BackgroundErrors extends AbstractEventListener {
  private final Path folder;
  private final Consumer<Throwable> onFailure;

  BackgroundErrors(Path folder, Consumer<Throwable> onFailure) {
    super(EnabledEventCallback.ON_BACKGROUND_ERROR);
    this.folder = folder;
    this.onFailure = onFailure;
  }

  @Override
  public void onBackgroundError(BackgroundErrorReason reason, Status status) {
    onFailure.accept(Failures.of(folder + ": " + reason + " failed", status));
  }
}
