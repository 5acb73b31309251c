package io.zonekeep.server.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * SESSIONS: a session is its header's row, followed at once by one row an attribute in byte order
 * of the names. So a touch rewrites some 40 bytes, and a load is one scan.
 *
 * <p>Header row: namespace and id, each with its length. Value: version, created (wall clock),
 * touched (wall clock), touched (store time), inactive time, principal, number of attributes, bytes
 * of attributes. An inactive time of 0: never.
 *
 * <p>Attribute row: the header row, 1 (1 byte), name. Value: the attribute's value.
 */
final class SessionRows {
  private static final int ATTRIBUTE = 1;

  private SessionRows() {}

  /** The header's row, which is the prefix of the session's rows and of no others. */
  static Bytes header(SessionKey session) {
    return new ByteWriter(64).text(session.namespace()).text(session.id()).toBytes();
  }

  static Bytes attribute(Bytes headerRow, String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return new ByteWriter(headerRow.length() + 1 + utf8.length)
        .raw(headerRow)
        .octet(ATTRIBUTE)
        .raw(utf8)
        .toBytes();
  }

  static String attributeName(Bytes headerRow, Bytes row) {
    int begin = headerRow.length() + 1;
    return new String(row.array(), begin, row.length() - begin, StandardCharsets.UTF_8);
  }

  /** The same attribute's row in the session that {@code newHeaderRow} begins. */
  static Bytes moved(Bytes headerRow, Bytes row, Bytes newHeaderRow) {
    return new ByteWriter(newHeaderRow.length() + row.length())
        .raw(newHeaderRow)
        .raw(Arrays.copyOfRange(row.array(), headerRow.length(), row.length()))
        .toBytes();
  }

  /** What an attribute counts for the limit of a session's bytes. */
  static long attributeBytes(String name, Bytes value) {
    return (long) name.getBytes(StandardCharsets.UTF_8).length + value.length();
  }

  static SessionKey session(Bytes headerRow) {
    ByteReader in = new ByteReader("row of SESSIONS", headerRow);
    SessionKey session = new SessionKey(in.text(), in.text());
    in.end();
    return session;
  }

  /** All attributes among the rows of one session. */
  static SortedMap<String, Bytes> attributes(Bytes headerRow, Map<Bytes, Bytes> rows) {
    SortedMap<String, Bytes> attributes = new TreeMap<>();
    rows.forEach((row, value) -> {
      if (!row.equals(headerRow)) {
        attributes.put(attributeName(headerRow, row), value);
      }
    });
    return attributes;
  }

  static Bytes encode(SessionHeader header) {
    return new ByteWriter(64)
        .number(header.version())
        .number(header.createdWallMillis())
        .number(header.touchedWallMillis())
        .number(header.touchedMillis())
        .number(Math.max(0, header.maxInactiveMillis()))
        .text(header.principal())
        .number(header.attributes())
        .number(header.attributeBytes())
        .toBytes();
  }

  static SessionHeader decode(Bytes value) {
    ByteReader in = new ByteReader("header in SESSIONS", value);
    SessionHeader header =
        new SessionHeader(
            in.number(),
            in.number(),
            in.number(),
            in.number(),
            maxInactiveMillis(in.number()),
            in.text(),
            in.integer(),
            in.number());
    in.end();
    return header;
  }

  private static long maxInactiveMillis(long stored) {
    return stored == 0 ? -1 : stored;
  }
}
