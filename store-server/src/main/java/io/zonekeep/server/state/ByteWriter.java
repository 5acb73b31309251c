package io.zonekeep.server.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Writes the compact form of numbers, texts and byte strings; {@link ByteReader} reads it. Used by
 * one thread.
 */
final class ByteWriter {
  private byte[] buffer;
  private int length;

  ByteWriter(int capacity) {
    buffer = new byte[capacity];
  }

  /** One byte. */
  ByteWriter octet(int value) {
    ensure(1);
    buffer[length++] = (byte) value;
    return this;
  }

  ByteWriter flag(boolean value) {
    return octet(value ? 1 : 0);
  }

  /** 1 to 10 bytes, seven bits each, lowest first; small numbers are short, negative ones long. */
  ByteWriter number(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[length++] = (byte) rest;
    return this;
  }

  ByteWriter optional(OptionalLong value) {
    flag(value.isPresent());
    return value.isPresent() ? number(value.getAsLong()) : this;
  }

  /** 8 bytes, highest first: ordered as the numbers are, if they are not negative. */
  ByteWriter ordered(long value) {
    ensure(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  /** The bytes alone, without their length. */
  ByteWriter raw(byte[] bytes) {
    ensure(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
    return this;
  }

  ByteWriter raw(Bytes bytes) {
    return raw(bytes.array());
  }

  /** Length, then the bytes. */
  ByteWriter bytes(Bytes bytes) {
    return number(bytes.length()).raw(bytes);
  }

  /** Length, then the text in UTF-8. */
  ByteWriter text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return number(utf8.length).raw(utf8);
  }

  int length() {
    return length;
  }

  byte[] toArray() {
    return length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
  }

  Bytes toBytes() {
    return Bytes.wrap(toArray());
  }

  private void ensure(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(length, more), buffer.length * 2));
    }
  }
}
