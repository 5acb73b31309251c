package io.zonekeep.server.state;

import io.zonekeep.server.state.Result.WriteIdRefusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The exactly-once table (promise P4): results of writes by their ids, in memory, and as {@link
 * ClientRows} in the store. Owned by the applying thread.
 *
 * <p>All replicas must hold the same, whether they applied every entry, were restarted or began
 * from a snapshot. So nothing here depends on more than the entries so far, and memory can be made
 * anew from the rows ({@link RememberedRows}). Invariants:
 *
 * <ul>
 *   <li>a client holds results of sequences from its floor upwards, and of none below;
 *   <li>between entries a client is known if and only if it has a client row;
 *   <li>a write that was applied is remembered, or below its client's floor, or issued before
 *       {@link #forgottenBeforeMillis}: it is never applied again.
 * </ul>
 */
final class RememberedResults {
  /** Bounds what one entry forgets by time; more than an entry adds, so nothing piles up. */
  private static final int FORGOTTEN_MAX = 10_000;

  private final Map<Bytes, RememberedClient> clients = new HashMap<>();

  /** Rows with results, oldest first: by index, then client id. */
  private final LinkedHashSet<RememberedRow> rows = new LinkedHashSet<>();

  /** All clients, the longest unchanged first: by index, then client id. */
  private final LinkedHashSet<RememberedClient> byChange = new LinkedHashSet<>();

  /** Clients that this entry changes, in order of their ids. */
  private final TreeMap<Bytes, RememberedClient> changed = new TreeMap<>();

  /** Stored rows of which this entry forgets the last result. */
  private final List<RememberedRow> emptied = new ArrayList<>();

  /** Clients that this entry forgets. */
  private final List<RememberedClient> gone = new ArrayList<>();

  private int results;
  private long index;
  private long storeTimeMillis;

  /** Only grows; part of {@link MetaRow}. */
  private long forgottenBeforeMillis;

  /** Before the first entry: what the rows hold. Rows and clients come oldest first. */
  void restore(RememberedRows stored, long forgottenBefore) {
    forgottenBeforeMillis = forgottenBefore;
    for (RememberedClient client : stored.clients()) {
      clients.put(client.id(), client);
      byChange.addLast(client);
      results += client.results();
    }
    stored.rows().forEach(rows::addLast);
  }

  /** Begins an entry: what was issued before the window is refused from now on. */
  void begin(long entryIndex, long entryStoreTimeMillis, DedupeWindow window) {
    index = entryIndex;
    storeTimeMillis = entryStoreTimeMillis;
    forgetBefore(storeTimeMillis - window.millis());
  }

  /** What a write gets without being applied; empty: it is new. */
  Optional<Result> find(WriteId id) {
    if (id.issuedAtMillis() < forgottenBeforeMillis) {
      return Optional.of(new Result.WriteIdRefused(WriteIdRefusal.TOO_OLD));
    }
    RememberedClient client = clients.get(id.clientId());
    if (client == null) {
      return Optional.empty();
    }
    if (id.sequence() < client.floor()) {
      return Optional.of(new Result.WriteIdRefused(WriteIdRefusal.FORGOTTEN));
    }
    Optional<Result> result = client.result(id.sequence());
    if (result.isPresent()) {
      raiseFloor(client, id.oldestUnanswered());
    }
    return result;
  }

  /** Follows the application of a write for which {@link #find} gave nothing. */
  void remember(WriteId id, Result result) {
    RememberedClient client = clients.computeIfAbsent(id.clientId(), RememberedClient::new);
    changed.put(client.id(), client);
    client.remember(id.sequence(), result, client.row(index, storeTimeMillis));
    results++;
    raiseFloor(client, id.oldestUnanswered());
  }

  /** Ends an entry: forgets what is over the bounds, and puts all changes into {@code draft}. */
  void end(DedupeWindow window, Draft draft) {
    for (RememberedClient client : changed.values()) {
      forgetResultsOver(window.resultsPerClient(), client);
      client.newRow(index).ifPresent(rows::addLast);
    }
    forgetRowsOver(window.resultsInAll());
    for (RememberedClient client : changed.values()) {
      client.setChanged(index, storeTimeMillis);
      byChange.addLast(client);
    }
    forgetByTime();
    forgetClientsOver(window.resultsInAll());
    write(draft);
  }

  long forgottenBeforeMillis() {
    return forgottenBeforeMillis;
  }

  private void forgetResultsOver(int resultsMax, RememberedClient client) {
    while (client.results() > resultsMax) {
      raiseFloor(client, client.lowestSequence().orElseThrow() + 1);
    }
  }

  private void forgetRowsOver(int resultsMax) {
    while (results > resultsMax) {
      RememberedRow oldest = rows.getFirst();
      raiseFloor(oldest.client(), oldest.highestSequence() + 1);
    }
  }

  /** No floor rises: whoever asks for these is refused by time, and before a look at the floor. */
  private void forgetByTime() {
    int left = FORGOTTEN_MAX;
    while (!rows.isEmpty() && rows.getFirst().storeTimeMillis() < forgottenBeforeMillis) {
      if (left-- == 0) {
        return;
      }
      RememberedRow oldest = rows.getFirst();
      oldest.client().resultsIn(oldest).forEach(each -> forget(oldest.client(), each.sequence()));
    }
    while (!byChange.isEmpty() && byChange.getFirst().changedMillis() < forgottenBeforeMillis) {
      if (left-- == 0) {
        return;
      }
      forget(byChange.getFirst());
    }
  }

  /** A forgotten client has no floor any more, so all that it did so far is too old from now on. */
  private void forgetClientsOver(int clientsMax) {
    while (clients.size() > clientsMax) {
      RememberedClient oldest = byChange.getFirst();
      forgetBefore(oldest.changedMillis() + 1);
      forget(oldest);
    }
  }

  private void write(Draft draft) {
    for (RememberedRow row : emptied) {
      draft.delete(Table.CLIENTS, ClientRows.results(row.client().id(), row.index()));
    }
    for (RememberedClient client : changed.values()) {
      draft.put(Table.CLIENTS, ClientRows.client(client.id()), ClientRows.encode(client));
      client.newRow(index).ifPresent(row -> write(row, draft));
    }
    for (RememberedClient client : gone) {
      draft.delete(Table.CLIENTS, ClientRows.client(client.id()));
    }
    emptied.clear();
    changed.clear();
    gone.clear();
  }

  private void write(RememberedRow row, Draft draft) {
    draft.put(
        Table.CLIENTS, ClientRows.results(row.client().id(), row.index()), ClientRows.encode(row));
    row.setStored();
  }

  private void forgetBefore(long issuedAtMillis) {
    forgottenBeforeMillis = Math.max(forgottenBeforeMillis, issuedAtMillis);
  }

  private void raiseFloor(RememberedClient client, long floor) {
    if (floor <= client.floor()) {
      return;
    }
    changed.put(client.id(), client);
    client.setFloor(floor);
    while (client.lowestSequence().orElse(floor) < floor) {
      forget(client, client.lowestSequence().orElseThrow());
    }
  }

  private void forget(RememberedClient client) {
    while (client.results() > 0) {
      forget(client, client.lowestSequence().orElseThrow());
    }
    byChange.remove(client);
    clients.remove(client.id());
    gone.add(client);
  }

  private void forget(RememberedClient client, long sequence) {
    RememberedRow row = client.forget(sequence).orElseThrow();
    results--;
    if (row.isEmpty()) {
      rows.remove(row);
      if (row.isStored()) {
        emptied.add(row);
      }
    }
  }
}
