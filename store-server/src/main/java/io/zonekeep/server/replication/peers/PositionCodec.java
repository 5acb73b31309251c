package io.zonekeep.server.replication.peers;

import io.zonekeep.peer.v1.DataFolder;
import io.zonekeep.peer.v1.Position;
import io.zonekeep.server.replication.FolderUse;
import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.v1.Health;
import io.zonekeep.v1.Role;
import java.util.Optional;

/** A position on the wire. What a newer node may say and this one does not know is read warily. */
final class PositionCodec {
  private PositionCodec() {}

  static Position toWire(PeerPosition position) {
    return Position.newBuilder()
        .setCluster(position.cluster())
        .setNodeId(position.nodeId())
        .setDataFolder(toWire(position.folder()))
        .setTerm(position.term())
        .setRole(toWire(position.role()).getNumber())
        .setHealth((position.healthy() ? Health.HEALTH_HEALTHY : Health.HEALTH_SICK).getNumber())
        .setLastLogTerm(position.lastLogTerm())
        .setLastLogIndex(position.lastLogIndex())
        .setAppliedIndex(position.appliedIndex())
        .setPrimaryNode(position.primary().orElse(""))
        .build();
  }

  static PeerPosition fromWire(Position wire) {
    return new PeerPosition(
        wire.getCluster(),
        wire.getNodeId(),
        folder(wire.getDataFolder()),
        wire.getTerm(),
        role(wire.getRole()),
        wire.getHealth() == Health.HEALTH_HEALTHY.getNumber(),
        wire.getLastLogTerm(),
        wire.getLastLogIndex(),
        wire.getAppliedIndex(),
        Optional.of(wire.getPrimaryNode()).filter(primary -> !primary.isEmpty()));
  }

  private static DataFolder toWire(FolderUse use) {
    return switch (use) {
      case EMPTY -> DataFolder.DATA_FOLDER_EMPTY;
      case UNUSED -> DataFolder.DATA_FOLDER_UNUSED;
      case IN_USE -> DataFolder.DATA_FOLDER_IN_USE;
    };
  }

  private static FolderUse folder(DataFolder wire) {
    return switch (wire) {
      case DATA_FOLDER_EMPTY -> FolderUse.EMPTY;
      case DATA_FOLDER_UNUSED -> FolderUse.UNUSED;
      // Unknown counts as used: then nobody founds a second cluster beside an old one.
      case DATA_FOLDER_IN_USE, DATA_FOLDER_UNSPECIFIED, UNRECOGNIZED -> FolderUse.IN_USE;
    };
  }

  private static Role toWire(NodeRole role) {
    return switch (role) {
      case STARTING -> Role.ROLE_STARTING;
      case REBUILDING -> Role.ROLE_REBUILDING;
      case STANDBY -> Role.ROLE_STANDBY;
      case CANDIDATE -> Role.ROLE_CANDIDATE;
      case PRIMARY -> Role.ROLE_PRIMARY;
    };
  }

  private static NodeRole role(int number) {
    return switch (Optional.ofNullable(Role.forNumber(number)).orElse(Role.ROLE_UNSPECIFIED)) {
      case ROLE_PRIMARY -> NodeRole.PRIMARY;
      case ROLE_STANDBY -> NodeRole.STANDBY;
      case ROLE_CANDIDATE -> NodeRole.CANDIDATE;
      case ROLE_REBUILDING -> NodeRole.REBUILDING;
      case ROLE_STARTING, ROLE_UNSPECIFIED, UNRECOGNIZED -> NodeRole.STARTING;
    };
  }
}
