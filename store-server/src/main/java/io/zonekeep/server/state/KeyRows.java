package io.zonekeep.server.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * KEYS: one row a key, in byte order of the keys within a namespace.
 *
 * <p>Row: namespace (with its length), key. Value: version, due time (0: never), the key's value.
 */
final class KeyRows {
  private KeyRows() {}

  static Bytes row(Key key) {
    return row(key.namespace(), key.key());
  }

  /** The row of a key; also the prefix of the rows of all keys that begin with {@code key}. */
  static Bytes row(String namespace, Bytes key) {
    return new ByteWriter(namespace.length() + key.length() + 1).text(namespace).raw(key).toBytes();
  }

  static Key key(Bytes row) {
    ByteReader in = new ByteReader("row of KEYS", row);
    return new Key(in.text(), in.rest());
  }

  static Bytes keyOf(String namespace, Bytes row) {
    int namespaceBytes = namespace.getBytes(StandardCharsets.UTF_8).length;
    int prefix = new ByteWriter(10).number(namespaceBytes).toArray().length + namespaceBytes;
    return Bytes.wrap(Arrays.copyOfRange(row.array(), prefix, row.length()));
  }

  static Bytes value(long version, OptionalLong dueMillis, Bytes value) {
    return new ByteWriter(16 + value.length())
        .number(version)
        .number(dueMillis.orElse(0))
        .raw(value)
        .toBytes();
  }

  static Head head(Bytes stored) {
    return head(new ByteReader("row of KEYS", stored));
  }

  static KeyRecord record(Bytes key, Bytes stored, boolean withValue) {
    ByteReader in = new ByteReader("row of KEYS", stored);
    Head head = head(in);
    Bytes value = withValue ? in.rest() : Bytes.EMPTY;
    return new KeyRecord(key, value, head.version(), head.dueMillis());
  }

  private static Head head(ByteReader in) {
    long version = in.number();
    long dueMillis = in.number();
    return new Head(version, dueMillis == 0 ? OptionalLong.empty() : OptionalLong.of(dueMillis));
  }

  /** All of a key but its value. */
  record Head(long version, OptionalLong dueMillis) {}
}
