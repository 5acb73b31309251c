package io.zonekeep.server.replication.ratis;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Looks at what follows a bad spot of a segment file, to tell a write that a power cut interrupted
 * from damage. For one thread.
 *
 * <p>The disk may write the sectors of one interrupted write in any order. Those it did not get to
 * are still the zeros of the preallocation: a hole. Bytes that were once on disk and have changed
 * leave no hole.
 *
 * @param lastValidIndex of the valid records behind the bad spot, the index of the last
 * @param hole between the bad spot and the first valid record, a sector was never written
 */
record BadSpot(long lastValidIndex, boolean hole) {
  private static final int SECTOR_BYTES = 512;

  /** What valid records follow {@code offset}, where the one after index {@code last} should be. */
  static Optional<BadSpot> lookBehind(Path file, long offset, long last) throws IOException {
    try (FileChannel channel = FileChannel.open(file);
        Arena arena = Arena.ofConfined()) {
      // From a sector's start, so that the sectors of the file are those of the buffer.
      long from = offset - offset % SECTOR_BYTES;
      ByteBuffer rest =
          channel
              .map(MapMode.READ_ONLY, from, channel.size() - from, arena)
              .asByteBuffer()
              .order(ByteOrder.BIG_ENDIAN);
      return lookBehind(rest, (int) (offset - from), last);
    }
  }

  private static Optional<BadSpot> lookBehind(ByteBuffer rest, int badAt, long last) {
    CRC32C checksum = new CRC32C();
    int firstValidAt = -1;
    long lastValid = last;
    int at = badAt;
    while (at < rest.limit() - LogRecord.CHECKSUM_BYTES) {
      Optional<LogRecord> found = laterRecord(rest, at, lastValid, checksum);
      if (found.isPresent()) {
        firstValidAt = firstValidAt < 0 ? at : firstValidAt;
        lastValid = found.get().index();
        at += found.get().bytes();
      } else {
        at++;
      }
    }
    return firstValidAt < 0
        ? Optional.empty()
        : Optional.of(new BadSpot(lastValid, hole(rest, badAt, firstValidAt)));
  }

  private static Optional<LogRecord> laterRecord(
      ByteBuffer rest, int at, long last, CRC32C checksum) {
    if (rest.get(at) == 0) {
      return Optional.empty();
    }
    int bytes = LogRecord.bytesAt(rest, at);
    if (bytes < 0 || bytes > rest.limit() - at) {
      return Optional.empty();
    }
    // Cheap, and leaves next to no place at which the checksum must be computed in vain.
    if (LogRecord.headAt(rest, at, bytes).index() <= last) {
      return Optional.empty();
    }
    return LogRecord.at(rest, at, bytes, checksum);
  }

  /** Whether some sector before {@code end} has only zeros from {@code begin} on. */
  private static boolean hole(ByteBuffer rest, int begin, int end) {
    int from = begin;
    for (int sectorEnd = begin - begin % SECTOR_BYTES + SECTOR_BYTES;
        sectorEnd <= end;
        sectorEnd += SECTOR_BYTES) {
      if (onlyZeros(rest, from, sectorEnd)) {
        return true;
      }
      from = sectorEnd;
    }
    return false;
  }

  private static boolean onlyZeros(ByteBuffer rest, int from, int to) {
    for (int i = from; i < to; i++) {
      if (rest.get(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
