package io.zonekeep.server.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the CLIENTS table holds, as {@link RememberedResults} needs it after a restart or snapshot.
 *
 * @param clients the longest unchanged first
 * @param rows the oldest first; of those with results that are still remembered
 */
record RememberedRows(List<RememberedClient> clients, List<RememberedRow> rows) {

  static RememberedRows in(Store store) {
    Scan scan = new Scan();
    store.scan(Table.CLIENTS, Bytes.EMPTY, Bytes.EMPTY, scan);
    scan.clients.sort(
        Comparator.comparingLong(RememberedClient::changedIndex)
            .thenComparing(RememberedClient::id));
    scan.rows.sort(
        Comparator.comparingLong(RememberedRow::index).thenComparing(row -> row.client().id()));
    return new RememberedRows(scan.clients, scan.rows);
  }

  /** Takes results rows of a client as they come; the client's own row, after them, closes it. */
  private static final class Scan implements Store.RowVisitor {
    private final List<RememberedClient> clients = new ArrayList<>();
    private final List<RememberedRow> rows = new ArrayList<>();
    private final List<Bytes> pendingRows = new ArrayList<>();
    private final List<Bytes> pendingValues = new ArrayList<>();

    @Override
    public boolean visit(Bytes row, Bytes value) {
      if (!pendingRows.isEmpty()
          && !ClientRows.clientId(pendingRows.getFirst()).equals(ClientRows.clientId(row))) {
        throw new MalformedBytesException("CLIENTS: results of a client that has no row");
      }
      if (ClientRows.isClient(row)) {
        close(ClientRows.clientId(row), ClientRows.decodeClient(value));
      } else {
        pendingRows.add(row);
        pendingValues.add(value);
      }
      return true;
    }

    private void close(Bytes clientId, ClientRows.StoredClient stored) {
      RememberedClient client = new RememberedClient(clientId);
      client.setFloor(stored.floor());
      client.setChanged(stored.changedIndex(), stored.changedMillis());
      for (int i = 0; i < pendingRows.size(); i++) {
        restore(
            client,
            ClientRows.index(pendingRows.get(i)),
            ClientRows.decodeResults(pendingValues.get(i)));
      }
      clients.add(client);
      pendingRows.clear();
      pendingValues.clear();
    }

    private void restore(RememberedClient client, long index, ClientRows.StoredResults stored) {
      RememberedRow row = new RememberedRow(client, index, stored.storeTimeMillis());
      stored.results().stream()
          .filter(result -> result.sequence() >= client.floor())
          .forEach(result -> client.remember(result.sequence(), result.result(), row));
      row.setStored();
      rows.add(row);
    }
  }
}
