package io.zonekeep.server.replication.peers;

import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.SnapshotSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches a snapshot from whichever peer can give one. Used by one thread at a time. */
public final class PeerSnapshots implements SnapshotSource {
  private static final Logger log = LoggerFactory.getLogger(PeerSnapshots.class);

  private final PeerLinks links;

  public PeerSnapshots(PeerLinks links) {
    this.links = links;
  }

  /**
   * Asks the primary first, if it is known, and then the others. Nothing is left behind if none
   * could give one.
   */
  @Override
  public void fetch(long indexMin, Path into, ProgressListener progress) throws IOException {
    Map<String, Optional<PeerPosition>> beats = new TreeMap<>();
    for (String peer : links.peers()) {
      beats.put(peer, links.lastBeat(peer));
    }
    IOException none = new IOException("no peer could give a snapshot from index " + indexMin);
    for (String peer : order(beats)) {
      try {
        FetchedSnapshot fetched = links.fetchSnapshot(peer, indexMin, into, progress);
        log.info("Snapshot {} received", fetched);
        return;
      } catch (IOException e) {
        log.warn("No snapshot from {}: {}", peer, e.getMessage());
        none.addSuppressed(e);
      }
    }
    throw none;
  }

  /** The primary of the highest term, then who has come furthest; nobody who rebuilds himself. */
  static List<String> order(Map<String, Optional<PeerPosition>> beats) {
    return beats.keySet().stream()
        .filter(peer -> beat(beats, peer).map(b -> b.role() != NodeRole.REBUILDING).orElse(true))
        .sorted(
            Comparator.comparingLong((String peer) ->
                    beat(beats, peer)
                        .filter(b -> b.role() == NodeRole.PRIMARY)
                        .map(PeerPosition::term)
                        .orElse(-1L))
                .thenComparing(
                    peer -> beat(beats, peer).map(PeerPosition::appliedIndex).orElse(-2L))
                .reversed()
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private static Optional<PeerPosition> beat(
      Map<String, Optional<PeerPosition>> beats, String peer) {
    return beats.getOrDefault(peer, Optional.empty());
  }
}
