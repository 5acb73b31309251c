package io.zonekeep.server.replication.ratis;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Reads a segment file from its first record on, through a buffer that grows only with the longest
 * record. For one thread.
 */
final class SegmentReader implements AutoCloseable {
  /** What stands at the reader's place. */
  sealed interface Found {}

  /** A record whose checksum is right; the reader stands behind it. */
  record Good(LogRecord record) implements Found {}

  /** The file ends here, or has only zeros from here on: it was preallocated. */
  record End() implements Found {}

  /** Neither. The reader stays. */
  record Bad(String why) implements Found {}

  static final int HEADER_BYTES = 8;

  private static final ByteBuffer HEADER =
      ByteBuffer.wrap("RaftLog1".getBytes(StandardCharsets.US_ASCII)).asReadOnlyBuffer();
  private static final int BUFFER_BYTES = 1 << 20;

  private final FileChannel channel;
  private final CRC32C checksum = new CRC32C();

  /** From position to limit: bytes of the file that are not consumed, the first at offset. */
  private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();

  private long offset;

  SegmentReader(Path file) throws IOException {
    channel = FileChannel.open(file);
  }

  /** Where the reader stands in the file. */
  long offset() {
    return offset;
  }

  /** Reads the file's head. {@link End}: it was never written, nor anything after it. */
  Found readHeader() throws IOException {
    if (fill(HEADER_BYTES) && buffer.slice(buffer.position(), HEADER_BYTES).equals(HEADER)) {
      consume(HEADER_BYTES);
      return new End();
    }
    return onlyZerosFollow() ? new End() : new Bad("its header is wrong");
  }

  Found next() throws IOException {
    if (!fill(1)) {
      return new End();
    }
    if (buffer.get(buffer.position()) == 0) {
      return onlyZerosFollow() ? new End() : new Bad("zeros, and then something");
    }
    fill(LogRecord.LENGTH_BYTES_MAX);
    int bytes = LogRecord.bytesAt(buffer, buffer.position());
    if (bytes < 0) {
      return new Bad("a length that cannot be");
    }
    if (!fill(bytes)) {
      return new Bad("a record longer than the file");
    }
    Optional<LogRecord> record = LogRecord.at(buffer, buffer.position(), bytes, checksum);
    if (record.isEmpty()) {
      return new Bad("a wrong checksum");
    }
    consume(bytes);
    return new Good(record.get());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Looks ahead without moving. */
  private boolean onlyZerosFollow() throws IOException {
    ByteBuffer ahead = ByteBuffer.allocate(1 << 16);
    long position = offset;
    while (channel.read(ahead.clear(), position) > 0) {
      ahead.flip();
      position += ahead.remaining();
      while (ahead.remaining() >= Long.BYTES) {
        if (ahead.getLong() != 0) {
          return false;
        }
      }
      while (ahead.hasRemaining()) {
        if (ahead.get() != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Gets {@code bytes} bytes into the buffer; false: the file has fewer left. */
  private boolean fill(int bytes) throws IOException {
    if (buffer.remaining() >= bytes) {
      return true;
    }
    if (offset + bytes > channel.size()) {
      bytes = (int) Math.max(channel.size() - offset, buffer.remaining());
      fillExactly(bytes);
      return false;
    }
    return fillExactly(bytes);
  }

  private boolean fillExactly(int bytes) throws IOException {
    ByteBuffer target =
        bytes <= buffer.capacity()
            ? buffer
            : ByteBuffer.allocate(Math.max(bytes, 2 * buffer.capacity())).put(buffer).flip();
    target.compact();
    while (target.position() < bytes) {
      if (channel.read(target, offset + target.position()) < 0) {
        break;
      }
    }
    buffer = target.flip();
    return buffer.remaining() >= bytes;
  }

  private void consume(int bytes) {
    buffer.position(buffer.position() + bytes);
    offset += bytes;
  }
}
