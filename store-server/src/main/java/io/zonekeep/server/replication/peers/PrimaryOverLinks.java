package io.zonekeep.server.replication.peers;

import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.RebuildWatch;
import io.zonekeep.server.state.AppliedPosition;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks the peer that last said it is primary, in the highest term. Used by any thread. */
public final class PrimaryOverLinks implements RebuildWatch.PrimaryQuestion {
  private final PeerLinks links;
  private final Duration deadline;

  public PrimaryOverLinks(PeerLinks links, Duration deadline) {
    this.links = links;
    this.deadline = deadline;
  }

  @Override
  public CompletableFuture<AppliedPosition> catchUpPosition() {
    Optional<String> primary =
        links.peers().stream()
            .flatMap(peer -> links.lastBeat(peer).stream())
            .filter(beat -> beat.role() == NodeRole.PRIMARY)
            .max(Comparator.comparingLong(PeerPosition::term))
            .map(PeerPosition::nodeId);
    return primary
        .map(peer -> links.rejoin(peer, deadline))
        .orElseGet(() -> CompletableFuture.failedFuture(new IOException("no primary is known")));
  }
}
