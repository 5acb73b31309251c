package io.zonekeep.spring.session.serializer;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes attribute values in one format and reads them in several, told apart by their first byte.
 * For many threads.
 */
public final class AttributeSerializer {
  /** As much as a session may hold in all, unless the store is set otherwise. */
  public static final int VALUE_BYTES_DEFAULT = 4 * 1024 * 1024;

  private final AttributeFormat written;
  private final Map<Byte, AttributeFormat> readable;
  private final int valueBytesMax;

  /**
   * Begins.
   *
   * @param written the format of new values; it is readable too
   * @param alsoReadable formats that other app servers of the same store write
   * @param valueBytesMax of one value, either way
   * @throws IllegalArgumentException if two formats have one number, or a bound is not positive
   */
  public AttributeSerializer(
      AttributeFormat written, List<? extends AttributeFormat> alsoReadable, int valueBytesMax) {
    if (valueBytesMax < 1) {
      throw new IllegalArgumentException("valueBytesMax %d is under 1".formatted(valueBytesMax));
    }
    this.written = written;
    this.valueBytesMax = valueBytesMax;
    readable = new TreeMap<>();
    add(written);
    alsoReadable.forEach(this::add);
  }

  /** The value with its format's number before it. */
  public byte[] write(String name, Object value) {
    byte[] content = written.write(name, value);
    if (content.length >= valueBytesMax) {
      throw new AttributeException(
          "attribute \"%s\" has %,d bytes: it must have less than %,d (value-bytes-max)"
              .formatted(name, content.length, valueBytesMax));
    }
    byte[] bytes = new byte[content.length + 1];
    bytes[0] = (byte) written.number();
    System.arraycopy(content, 0, bytes, 1, content.length);
    return bytes;
  }

  /**
   * The value again.
   *
   * @throws AttributeException if it is of an unknown format, too large, damaged or not allowed
   */
  public Object read(String name, byte[] bytes) {
    if (bytes.length == 0) {
      throw new AttributeException("attribute \"%s\" is without a format".formatted(name));
    }
    if (bytes.length > valueBytesMax) {
      throw new AttributeException(
          "attribute \"%s\" has %,d bytes, over %,d (value-bytes-max)"
              .formatted(name, bytes.length, valueBytesMax));
    }
    AttributeFormat format = readable.get(bytes[0]);
    if (format == null) {
      throw new AttributeException(
          "attribute \"%s\" is of format %d, which is not among those read here: %s"
              .formatted(name, bytes[0], readable.keySet()));
    }
    byte[] content = new byte[bytes.length - 1];
    System.arraycopy(bytes, 1, content, 0, content.length);
    return format.read(name, content);
  }

  private void add(AttributeFormat format) {
    int number = format.number();
    if (number < 1 || number > Byte.MAX_VALUE) {
      throw new IllegalArgumentException("format number %d is not 1 to 127".formatted(number));
    }
    if (readable.put((byte) number, format) != null) {
      throw new IllegalArgumentException("two formats have the number %d".formatted(number));
    }
  }
}
