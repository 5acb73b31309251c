package io.zonekeep.server.replication.ratis;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One record of a segment file, as Ratis 3.3 writes it: the entry's length as a protobuf varint,
 * the entry (LogEntryProto, of which the first two fields are term and index), and a big-endian
 * CRC32C over both.
 *
 * @param bytes length of the whole record in the file
 */
record LogRecord(long term, long index, int bytes) {
  /** No entry is nearly so long; a longer one is a broken length. */
  static final int ENTRY_BYTES_MAX = 64 << 20;

  static final int LENGTH_BYTES_MAX = 5;
  static final int CHECKSUM_BYTES = 4;

  private static final int TERM_TAG = 1 << 3;
  private static final int INDEX_TAG = 2 << 3;

  /**
   * Length of the record at {@code at}, of which at least the length field must be in the buffer;
   * -1: there cannot be one.
   */
  static int bytesAt(ByteBuffer buffer, int at) {
    long length = 0;
    for (int i = 0; i < LENGTH_BYTES_MAX && at + i < buffer.limit(); i++) {
      byte next = buffer.get(at + i);
      length |= (long) (next & 0x7f) << (7 * i);
      if (next >= 0) {
        boolean possible = length > 0 && length <= ENTRY_BYTES_MAX;
        return possible ? i + 1 + (int) length + CHECKSUM_BYTES : -1;
      }
    }
    return -1;
  }

  /** The record of {@code bytes} bytes at {@code at}, if its checksum is right. */
  static Optional<LogRecord> at(ByteBuffer buffer, int at, int bytes, CRC32C checksum) {
    int end = at + bytes - CHECKSUM_BYTES;
    checksum.reset();
    checksum.update(buffer.duplicate().position(at).limit(end));
    if ((int) checksum.getValue() != buffer.getInt(end)) {
      return Optional.empty();
    }
    LogRecord head = headAt(buffer, at, bytes);
    return Optional.of(head);
  }

  /** What the record says of itself, unchecked. A field that is 0 is not written in protobuf. */
  static LogRecord headAt(ByteBuffer buffer, int at, int bytes) {
    int end = at + bytes - CHECKSUM_BYTES;
    int position = at;
    while (buffer.get(position) < 0) {
      position++;
    }
    position++;
    long term = 0;
    if (position < end && buffer.get(position) == TERM_TAG) {
      term = varint(buffer, position + 1, end);
      position += 1 + varintBytes(buffer, position + 1, end);
    }
    long index = 0;
    if (position < end && buffer.get(position) == INDEX_TAG) {
      index = varint(buffer, position + 1, end);
    }
    return new LogRecord(term, index, bytes);
  }

  private static long varint(ByteBuffer buffer, int at, int end) {
    long value = 0;
    for (int i = at, shift = 0; i < end && shift < 64; i++, shift += 7) {
      byte next = buffer.get(i);
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    return -1;
  }

  private static int varintBytes(ByteBuffer buffer, int at, int end) {
    int bytes = 1;
    while (at + bytes < end && buffer.get(at + bytes - 1) < 0) {
      bytes++;
    }
    return bytes;
  }
}
