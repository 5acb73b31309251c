package io.zonekeep.server.state;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a store holds, in short: replicas that have applied the same entries have equal ones.
 *
 * @param applied how far the store had come
 * @param sha256 over all rows of all tables, in hexadecimal
 */
public record StateHash(AppliedPosition applied, String sha256) {

  /** Reads all rows of one moment; from any thread, and for as long as that takes. */
  public static StateHash of(Store store) {
    try (Store.View view = store.view()) {
      MessageDigest digest = sha256Digest();
      for (Table table : Table.values()) {
        digest.update(Bytes.utf8(table.name()).array());
        view.scan(
            table,
            Bytes.EMPTY,
            Bytes.EMPTY,
            (row, value) -> {
              digest.update(lengths(row, value));
              digest.update(row.array());
              digest.update(value.array());
              return true;
            });
      }
      return new StateHash(MetaRow.in(view).applied(), HexFormat.of().formatHex(digest.digest()));
    }
  }

  private static byte[] lengths(Bytes row, Bytes value) {
    return new ByteWriter(16).ordered(row.length()).ordered(value.length()).toArray();
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
