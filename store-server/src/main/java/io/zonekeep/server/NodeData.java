package io.zonekeep.server;

import io.zonekeep.server.config.Settings;
import io.zonekeep.server.replication.AppliedState;
import io.zonekeep.server.replication.DataFolder;
import io.zonekeep.server.replication.FatalError;
import io.zonekeep.server.replication.FolderRefusedException;
import io.zonekeep.server.replication.FolderUse;
import io.zonekeep.server.replication.Snapshots;
import io.zonekeep.server.replication.ratis.LogCheck;
import io.zonekeep.server.replication.ratis.RaftFolder;
import io.zonekeep.server.state.AppliedPosition;
import io.zonekeep.server.state.StateMachine;
import io.zonekeep.server.storage.DamagedStoreException;
import io.zonekeep.server.storage.RocksSettings;
import io.zonekeep.server.storage.RocksStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node has on disk, opened and checked before anything is promised with it: the folder, the
 * log (not opened yet), the rows and the snapshots.
 */
final class NodeData implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NodeData.class);
  private static final long LOOK_CACHE_BYTES = 8 << 20;

  private final Settings settings;
  private final FatalError fatal;
  private final DataFolder folder;
  private final RocksStore rows;
  private final Snapshots snapshots;
  private final AppliedState state;
  private final FolderUse use;

  private NodeData(Settings settings, FatalError fatal, DataFolder folder) throws IOException {
    this.settings = settings;
    this.fatal = fatal;
    this.folder = folder;
    this.rows = soundRows();
    this.snapshots = Snapshots.open(folder.snapshots());
    this.state = new AppliedState(rows, this::positionOf);
    this.use = RaftFolder.use(folder.raft());
  }

  /**
   * Opens the data folder. Damage is moved aside, if the settings allow it, and the node is marked
   * as one that must rebuild.
   *
   * @throws FolderRefusedException if the folder is another's, or damaged and to be left alone
   */
  static NodeData open(Settings settings, FatalError fatal) throws IOException {
    DataFolder folder =
        DataFolder.open(
            settings.node().dataFolder(), settings.cluster().name(), settings.node().id());
    try {
      return new NodeData(settings, fatal, folder);
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  DataFolder folder() {
    return folder;
  }

  Snapshots snapshots() {
    return snapshots;
  }

  AppliedState state() {
    return state;
  }

  /** What the folder held when it was opened. */
  FolderUse use() {
    return use;
  }

  @Override
  public void close() {
    rows.close();
    folder.close();
  }

  /** The rows, once they and the log have been found sound; or new ones. */
  private RocksStore soundRows() throws IOException {
    RocksStore opened;
    try {
      opened = openRows();
    } catch (DamagedStoreException e) {
      return afterDamage("the state is damaged: " + e.getMessage());
    }
    AppliedPosition applied = StateMachine.appliedIn(opened);
    Optional<String> damage = logDamage(applied);
    if (damage.isEmpty()) {
      return opened;
    }
    opened.close();
    return afterDamage(damage.get());
  }

  private Optional<String> logDamage(AppliedPosition applied) throws IOException {
    return switch (new LogCheck(folder.raft(), applied.index()).run()) {
      case LogCheck.Outcome.Clean clean -> Optional.empty();
      case LogCheck.Outcome.TornTailCut cut -> Optional.empty();
      case LogCheck.Outcome.Damaged(Path file, long offset, String why) ->
          Optional.of("the log is damaged: %s at byte %d: %s".formatted(file, offset, why));
    };
  }

  private RocksStore afterDamage(String what) throws IOException {
    if (settings.cluster().nodes().size() == 1) {
      throw new FolderRefusedException(
          what + "; a single node has no peers to rebuild from: restore " + folder);
    }
    if (!settings.repair().wipeDamaged()) {
      throw new FolderRefusedException(
          what
              + "; set repair.wipe_damaged = true to move it aside and rebuild from the other"
              + " nodes, or restore "
              + folder);
    }
    Path aside = folder.moveAside(Instant.now(), what);
    log.warn("{}; moved aside to {}; this node rebuilds from its peers", what, aside);
    return openRows();
  }

  private RocksStore openRows() {
    return RocksStore.open(
        folder.state(),
        new RocksSettings(settings.storage().cacheBytes(), settings.storage().memtableBytes()),
        failure -> fatal.stop("the state's storage failed", failure));
  }

  private AppliedPosition positionOf(Path snapshot) {
    RocksSettings small = new RocksSettings(LOOK_CACHE_BYTES, LOOK_CACHE_BYTES);
    try (RocksStore opened = RocksStore.open(snapshot, small, failure -> {})) {
      return StateMachine.appliedIn(opened);
    }
  }
}
