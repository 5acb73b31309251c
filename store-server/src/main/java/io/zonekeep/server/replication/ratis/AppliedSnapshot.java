package io.zonekeep.server.replication.ratis;

import io.zonekeep.server.state.AppliedPosition;
import java.util.List;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.SnapshotInfo;

/** Up to where the state on disk reaches. Ratis never asks for its files. */
record AppliedSnapshot(TermIndex termIndex) implements SnapshotInfo {
  static AppliedSnapshot at(AppliedPosition position) {
    return new AppliedSnapshot(TermIndex.valueOf(position.term(), position.index()));
  }

  @Override
  public TermIndex getTermIndex() {
    return termIndex;
  }

  @Override
  public long getTerm() {
    return termIndex.getTerm();
  }

  @Override
  public long getIndex() {
    return termIndex.getIndex();
  }

  @Override
  public List<FileInfo> getFiles() {
    return List.of();
  }
}
