package io.zonekeep.server.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * Reads what {@link ByteWriter} wrote. Trusts nothing: no length or count is believed beyond the
 * bytes that are there, so hostile bytes give a {@link MalformedBytesException} and never an
 * allocation larger than a few times their own length. Used by one thread.
 */
final class ByteReader {
  private final String what;
  private final ByteBuffer bytes;

  /**
   * Reads {@code bytes} from their position; {@code what} names them in errors. The buffer moves.
   */
  ByteReader(String what, ByteBuffer bytes) {
    this.what = what;
    this.bytes = bytes;
  }

  ByteReader(String what, Bytes bytes) {
    this(what, ByteBuffer.wrap(bytes.array()));
  }

  int octet() {
    need(1);
    return bytes.get() & 0xFF;
  }

  boolean flag() {
    int value = octet();
    if (value > 1) {
      throw malformed("flag " + value);
    }
    return value == 1;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = octet();
      if (shift == 63 && next > 1) {
        throw malformed("number of more than 64 bits");
      }
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw malformed("number of more than 10 bytes");
  }

  /** A number of at least 0 and within an int. */
  int integer() {
    long value = number();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw malformed("integer " + value);
    }
    return (int) value;
  }

  /** How many elements follow: each takes one byte or more. */
  int count() {
    int count = integer();
    need(count);
    return count;
  }

  OptionalLong optional() {
    return flag() ? OptionalLong.of(number()) : OptionalLong.empty();
  }

  long ordered() {
    need(8);
    return bytes.getLong();
  }

  Bytes raw(int length) {
    return Bytes.wrap(array(length));
  }

  Bytes rest() {
    return raw(bytes.remaining());
  }

  Bytes bytes() {
    return raw(integer());
  }

  String text() {
    return new String(array(integer()), StandardCharsets.UTF_8);
  }

  boolean atEnd() {
    return !bytes.hasRemaining();
  }

  void end() {
    if (!atEnd()) {
      throw malformed(bytes.remaining() + " bytes too many");
    }
  }

  MalformedBytesException malformed(String problem) {
    return new MalformedBytesException(what + ": " + problem + " at byte " + bytes.position());
  }

  private byte[] array(int length) {
    need(length);
    byte[] copy = new byte[length];
    bytes.get(copy);
    return copy;
  }

  private void need(int length) {
    if (bytes.remaining() < length) {
      throw malformed(length + " bytes wanted, " + bytes.remaining() + " left");
    }
  }
}
