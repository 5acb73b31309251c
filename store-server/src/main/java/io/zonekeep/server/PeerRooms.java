package io.zonekeep.server;

import io.zonekeep.server.replication.FolderUse;
import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.Replication;
import io.zonekeep.server.replication.ReplicationStatus;
import io.zonekeep.server.replication.Snapshots;
import io.zonekeep.server.replication.VoteGate;
import io.zonekeep.server.replication.peers.PeerPosition;
import io.zonekeep.server.replication.peers.PositionSource;
import io.zonekeep.server.replication.peers.SnapshotFolders;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What the peers may ask of this node, adapted to the port of each question. */
final class PeerRooms {
  private PeerRooms() {}

  static PositionSource positions(
      String cluster,
      String nodeId,
      FolderUse folder,
      VoteGate votes,
      BooleanSupplier mustRebuild,
      Replication replication,
      BooleanSupplier healthy) {
    return () -> {
      ReplicationStatus status = replication.status();
      boolean rebuilding = mustRebuild.getAsBoolean() && !votes.mayVote();
      return new PeerPosition(
          cluster,
          nodeId,
          folder,
          status.primary().term(),
          rebuilding ? NodeRole.REBUILDING : status.role(),
          healthy.getAsBoolean(),
          status.lastLogTerm(),
          status.lastLogIndex(),
          status.appliedIndex(),
          status.primary().nodeId());
    };
  }

  static SnapshotFolders snapshots(Snapshots snapshots) {
    return indexMin -> snapshots.newest(indexMin).map(HeldFolder::new);
  }

  private record HeldFolder(Snapshots.Held held) implements SnapshotFolders.HeldSnapshot {
    @Override
    public long term() {
      return held.position().term();
    }

    @Override
    public long index() {
      return held.position().index();
    }

    @Override
    public Path folder() {
      return held.folder();
    }

    @Override
    public void close() {
      held.close();
    }
  }

  /** A view of a peer, for the topology: what it said last, if the link is up. */
  static Optional<io.zonekeep.server.api.PeerView> view(
      boolean up, Optional<PeerPosition> lastBeat) {
    return lastBeat
        .filter(beat -> up)
        .map(beat -> new io.zonekeep.server.api.PeerView(beat.role(), beat.healthy()));
  }
}
