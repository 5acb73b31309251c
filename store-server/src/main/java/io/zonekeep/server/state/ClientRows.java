package io.zonekeep.server.state;

import java.util.ArrayList;
import java.util.List;

/**
 * CLIENTS: what {@link RememberedResults} must not forget.
 *
 * <p>Results row, one for each client and entry: client id (16 bytes), index of the entry (8 bytes,
 * highest first). Value: store time, number of results, sequence and result of each as {@link
 * ResultCodec} has it.
 *
 * <p>Client row, one for each client, after its results rows: client id, 8 bytes of 255. Value:
 * floor, index and store time of the last entry that changed the client.
 */
final class ClientRows {
  private static final long AFTER_ALL_INDEXES = -1;

  private ClientRows() {}

  static Bytes results(Bytes clientId, long index) {
    return new ByteWriter(WriteId.CLIENT_ID_BYTES + 8).raw(clientId).ordered(index).toBytes();
  }

  static Bytes client(Bytes clientId) {
    return results(clientId, AFTER_ALL_INDEXES);
  }

  static Bytes clientId(Bytes row) {
    return new ByteReader("row of CLIENTS", row).raw(WriteId.CLIENT_ID_BYTES);
  }

  static boolean isClient(Bytes row) {
    return index(row) == AFTER_ALL_INDEXES;
  }

  static long index(Bytes row) {
    ByteReader in = new ByteReader("row of CLIENTS", row);
    in.raw(WriteId.CLIENT_ID_BYTES);
    long index = in.ordered();
    in.end();
    return index;
  }

  static Bytes encode(RememberedClient client) {
    return new ByteWriter(32)
        .number(client.floor())
        .number(client.changedIndex())
        .number(client.changedMillis())
        .toBytes();
  }

  static StoredClient decodeClient(Bytes value) {
    ByteReader in = new ByteReader("client in CLIENTS", value);
    StoredClient client = new StoredClient(in.number(), in.number(), in.number());
    in.end();
    return client;
  }

  static Bytes encode(RememberedRow row) {
    List<StoredResult> results = row.client().resultsIn(row);
    ByteWriter out = new ByteWriter(32);
    out.number(row.storeTimeMillis()).number(results.size());
    for (StoredResult result : results) {
      ResultCodec.encode(out.number(result.sequence()), result.result());
    }
    return out.toBytes();
  }

  static StoredResults decodeResults(Bytes value) {
    ByteReader in = new ByteReader("results in CLIENTS", value);
    long storeTimeMillis = in.number();
    int count = in.count();
    List<StoredResult> results = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      results.add(new StoredResult(in.number(), ResultCodec.decode(in)));
    }
    in.end();
    return new StoredResults(storeTimeMillis, results);
  }

  record StoredClient(long floor, long changedIndex, long changedMillis) {}

  record StoredResults(long storeTimeMillis, List<StoredResult> results) {}

  record StoredResult(long sequence, Result result) {}
}
