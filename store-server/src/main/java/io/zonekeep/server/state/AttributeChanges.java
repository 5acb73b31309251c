package io.zonekeep.server.state;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Changes of one session's attributes, counted before they are applied: a session that would become
 * too large is not touched at all. Used by the applying thread, for one command.
 */
final class AttributeChanges {
  private final Draft draft;
  private final Bytes headerRow;
  private final Map<Bytes, Optional<Bytes>> changes = new LinkedHashMap<>();
  private int count;
  private long bytes;

  /** Changes of a session without attributes. */
  AttributeChanges(Draft draft, Bytes headerRow) {
    this(draft, headerRow, 0, 0);
  }

  AttributeChanges(Draft draft, Bytes headerRow, int count, long bytes) {
    this.draft = draft;
    this.headerRow = headerRow;
    this.count = count;
    this.bytes = bytes;
  }

  void put(String name, Bytes value) {
    remove(name);
    add(name, value);
  }

  /** As put, for a name that is surely not there: nothing is read. */
  void add(String name, Bytes value) {
    changes.put(SessionRows.attribute(headerRow, name), Optional.of(value));
    count++;
    bytes += SessionRows.attributeBytes(name, value);
  }

  /** A name that is not there does nothing. */
  void remove(String name) {
    Bytes row = SessionRows.attribute(headerRow, name);
    Optional<Bytes> before = changed(row);
    if (before.isPresent()) {
      changes.put(row, Optional.empty());
      count--;
      bytes -= SessionRows.attributeBytes(name, before.get());
    }
  }

  int count() {
    return count;
  }

  long bytes() {
    return bytes;
  }

  boolean within(SessionLimits limits) {
    return count <= limits.attributesMax() && bytes <= limits.bytesMax();
  }

  void apply() {
    changes.forEach((row, value) ->
        value.ifPresentOrElse(
            present -> draft.put(Table.SESSIONS, row, present),
            () -> draft.delete(Table.SESSIONS, row)));
  }

  private Optional<Bytes> changed(Bytes row) {
    Optional<Bytes> change = changes.get(row);
    return change != null ? change : draft.get(Table.SESSIONS, row);
  }
}
