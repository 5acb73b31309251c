package io.zonekeep.server.replication;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What an {@link Engine} needs to know.
 *
 * @param members all nodes, this one included
 * @param bindHost address to listen on
 * @param logFolder keeps log, term and vote
 * @param snapshotFolder where a received snapshot may be put, on the state's file system
 * @param timeoutMin silence after which a standby may stand for election, at least
 * @param timeoutMax and at most
 * @param segmentBytes length of one file of the log
 * @param preallocateBytes zeros written ahead in it
 * @param pauseMax a stall of the process after which it ends
 */
public record EngineSettings(
    String clusterName,
    String nodeId,
    List<Member> members,
    String bindHost,
    Path logFolder,
    Path snapshotFolder,
    Duration timeoutMin,
    Duration timeoutMax,
    long segmentBytes,
    long preallocateBytes,
    Duration pauseMax) {
  /**
   * Bound of one entry. An entry is at most one batch of the pipeline, or one command if that is
   * larger; a log written under a larger bound would not be readable, so it is no setting.
   */
  public static final int ENTRY_BYTES_MAX = 8 << 20;

  public EngineSettings {
    requireNonNull(clusterName, "clusterName is null");
    requireNonNull(nodeId, "nodeId is null");
    requireNonNull(bindHost, "bindHost is null");
    requireNonNull(logFolder, "logFolder is null");
    requireNonNull(snapshotFolder, "snapshotFolder is null");
    members = List.copyOf(members);
  }

  /** Where a node's log listens. */
  public record Member(String nodeId, String host, int port) {}

  public Member self() {
    return members.stream().filter(m -> m.nodeId().equals(nodeId)).findFirst().orElseThrow();
  }
}
