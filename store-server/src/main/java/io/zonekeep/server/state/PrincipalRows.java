package io.zonekeep.server.state;

/**
 * PRINCIPALS: one row a session that has a principal, in byte order of the session ids within one
 * principal.
 *
 * <p>Row: namespace and principal, each with its length, session id. No value.
 */
final class PrincipalRows {
  private PrincipalRows() {}

  static Bytes row(SessionKey session, String principal) {
    return row(session.namespace(), principal, session.id());
  }

  /** The row of the session {@code id}; with an empty id the prefix of the principal's rows. */
  static Bytes row(String namespace, String principal, String id) {
    return new ByteWriter(96).text(namespace).text(principal).raw(Bytes.utf8(id)).toBytes();
  }

  static String sessionId(Bytes row) {
    ByteReader in = new ByteReader("row of PRINCIPALS", row);
    in.bytes();
    in.bytes();
    return in.rest().toUtf8();
  }
}
