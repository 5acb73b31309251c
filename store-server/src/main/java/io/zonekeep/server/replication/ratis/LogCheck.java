package io.zonekeep.server.replication.ratis;

import io.zonekeep.server.replication.Durable;
import io.zonekeep.server.replication.ratis.LogCheck.Outcome.Clean;
import io.zonekeep.server.replication.ratis.LogCheck.Outcome.Damaged;
import io.zonekeep.server.replication.ratis.LogCheck.Outcome.TornTailCut;
import io.zonekeep.server.replication.ratis.SegmentReader.Bad;
import io.zonekeep.server.replication.ratis.SegmentReader.End;
import io.zonekeep.server.replication.ratis.SegmentReader.Found;
import io.zonekeep.server.replication.ratis.SegmentReader.Good;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the whole log before Ratis does. Ratis alone would refuse to start after each power cut (a
 * last record cut short), and would start with fewer entries than were acknowledged if a segment
 * that is closed lost some. So: a tail that a power cut tore is cut off here; anything else is
 * damage, and the node must not vote with it. For one thread, once.
 */
public final class LogCheck {
  /** What the check found. */
  public sealed interface Outcome {
    /** All is as it was written; the last entry's term and index, (0, -1): none. */
    record Clean(long lastTerm, long lastIndex) implements Outcome {}

    /**
     * The last writes, which nobody was told of, were incomplete. They were cut off, and that is on
     * disk.
     */
    record TornTailCut(Path file, long fromOffset, long bytes) implements Outcome {}

    /** Entries that were once on disk may be gone. Nothing was changed. */
    record Damaged(Path file, long offset, String why) implements Outcome {}
  }

  /**
   * How many entries can be written and not yet synced: the pipeline's batches in flight, and the
   * few entries that the engine adds.
   */
  public static final int UNSYNCED_ENTRIES_MAX = 8;

  private static final long PROGRESS_BYTES = 1L << 30;
  private static final Logger log = LoggerFactory.getLogger(LogCheck.class);

  private final Path raft;
  private final long appliedIndex;

  private long lastTerm;
  private long lastIndex = -1;
  private long checkedBytes;
  private long saidAtBytes;

  /**
   * Makes a check of one node's log.
   *
   * @param raft Ratis' folder
   * @param appliedIndex up to this the state on disk has all entries, -1: none; so they were in the
   *     log, or in a snapshot
   */
  public LogCheck(Path raft, long appliedIndex) {
    this.raft = raft;
    this.appliedIndex = appliedIndex;
  }

  /** Checks, and cuts off a torn tail. */
  public Outcome run() throws IOException {
    List<Path> folders = RaftFolder.currentFolders(raft);
    if (folders.size() > 1) {
      return new Damaged(raft, 0, "it holds more than one log");
    }
    Outcome outcome = folders.isEmpty() ? nothing(raft) : check(folders.getFirst());
    log.info("Checked {} bytes of log: {}", checkedBytes, outcome);
    return outcome;
  }

  private Outcome check(Path current) throws IOException {
    List<SegmentFile> segments = SegmentFile.listIn(current);
    Path metaFile = current.resolve(RaftMeta.FILE);
    if (!Files.exists(metaFile)) {
      return segments.isEmpty() ? nothing(current) : new Damaged(metaFile, 0, "it is missing");
    }
    Optional<RaftMeta> meta = RaftMeta.read(metaFile);
    if (meta.isEmpty()) {
      return new Damaged(metaFile, 0, "term and vote cannot be read");
    }
    int needed = firstNeeded(segments);
    Outcome outcome = checkSegments(segments.subList(needed, segments.size()));
    if (outcome instanceof Damaged) {
      return outcome;
    }
    if (meta.get().term() < lastTerm) {
      return new Damaged(
          metaFile, 0, "its term %d is before the log's %d".formatted(meta.get().term(), lastTerm));
    }
    if (lastIndex < appliedIndex) {
      return new Damaged(
          current,
          0,
          "the log ends at %d, but the state has entry %d".formatted(lastIndex, appliedIndex));
    }
    for (SegmentFile purged : segments.subList(0, needed)) {
      log.info("Deleting {}, left over by a purge", purged.path());
      Durable.delete(purged.path());
    }
    if (outcome instanceof TornTailCut torn) {
      cut(torn);
    }
    return outcome;
  }

  /**
   * Ratis deletes the segments of a purge from the newest to the oldest: if that was interrupted, a
   * gap is left. What is before the gap is not needed, if the state has all that was in the gap.
   */
  private int firstNeeded(List<SegmentFile> segments) {
    for (int i = segments.size() - 1; i > 0; i--) {
      long begins = segments.get(i).startIndex();
      if (segments.get(i - 1).endIndex().orElse(begins - 1) != begins - 1) {
        return begins <= appliedIndex + 1 ? i : 0;
      }
    }
    return 0;
  }

  /** No log: right only if there is no state either. */
  private Outcome nothing(Path folder) {
    return appliedIndex < 0
        ? new Clean(0, -1)
        : new Damaged(folder, 0, "there is no log, but the state has entry " + appliedIndex);
  }

  private Outcome checkSegments(List<SegmentFile> segments) throws IOException {
    @Nullable SegmentFile before = null;
    for (SegmentFile segment : segments) {
      boolean last = segment.equals(segments.getLast());
      if (segment.open() && !last) {
        return new Damaged(segment.path(), 0, "it is still open, but others follow");
      }
      if (before == null && segment.startIndex() > appliedIndex + 1) {
        return new Damaged(
            segment.path(),
            0,
            "the log begins at %d, but the state ends at %d"
                .formatted(segment.startIndex(), appliedIndex));
      }
      if (before != null && segment.startIndex() != lastIndex + 1) {
        return new Damaged(
            segment.path(), 0, "the segment before it ends at " + lastIndex + ": a gap");
      }
      lastIndex = segment.startIndex() - 1;
      Outcome outcome = checkSegment(segment);
      if (!(outcome instanceof Clean)) {
        return outcome;
      }
      before = segment;
    }
    return new Clean(lastTerm, lastIndex);
  }

  private Outcome checkSegment(SegmentFile segment) throws IOException {
    try (SegmentReader reader = new SegmentReader(segment.path())) {
      Found found = reader.readHeader();
      while (!(found instanceof Bad) && lastIndex < segment.endIndex().orElse(Long.MAX_VALUE)) {
        long offset = reader.offset();
        found = reader.next();
        if (found instanceof End) {
          break;
        }
        if (found instanceof Good(LogRecord record)) {
          if (record.index() != lastIndex + 1 || record.term() < lastTerm) {
            return new Damaged(
                segment.path(),
                offset,
                "entry (%d, %d) after entry (%d, %d)"
                    .formatted(record.term(), record.index(), lastTerm, lastIndex));
          }
          lastTerm = record.term();
          lastIndex = record.index();
          count(record.bytes());
        }
      }
      return found instanceof Bad(String why)
          ? judge(segment, reader.offset(), why)
          : checkComplete(segment, reader.offset());
    }
  }

  /** What Ratis finds behind the last entry of a closed segment it skips: it may be padding. */
  private Outcome checkComplete(SegmentFile segment, long offset) {
    return segment.endIndex().orElse(lastIndex) == lastIndex
        ? new Clean(lastTerm, lastIndex)
        : new Damaged(segment.path(), offset, "it ends already after entry " + lastIndex);
  }

  private Outcome judge(SegmentFile segment, long offset, String why) throws IOException {
    String what = why + " where entry " + (lastIndex + 1) + " should be";
    if (!segment.open()) {
      return new Damaged(segment.path(), offset, what);
    }
    if (lastIndex < appliedIndex) {
      return new Damaged(segment.path(), offset, what + ", which the state has");
    }
    Optional<BadSpot> behind = BadSpot.lookBehind(segment.path(), offset, lastIndex);
    if (behind.isPresent() && !interruptedWrite(behind.get())) {
      return new Damaged(
          segment.path(),
          offset,
          what + ", and then entries up to " + behind.get().lastValidIndex());
    }
    return new TornTailCut(segment.path(), offset, Files.size(segment.path()) - offset);
  }

  private boolean interruptedWrite(BadSpot behind) {
    return behind.hole() && behind.lastValidIndex() - lastIndex <= UNSYNCED_ENTRIES_MAX;
  }

  /** A file without a whole header says nothing, and goes. */
  private static void cut(TornTailCut torn) throws IOException {
    if (torn.fromOffset() < SegmentReader.HEADER_BYTES) {
      Durable.delete(torn.file());
    } else {
      Durable.truncate(torn.file(), torn.fromOffset());
    }
  }

  private void count(long bytes) {
    checkedBytes += bytes;
    if (checkedBytes - saidAtBytes >= PROGRESS_BYTES) {
      saidAtBytes = checkedBytes;
      log.info("Checked {} bytes of log so far, up to entry {}", checkedBytes, lastIndex);
    }
  }
}
