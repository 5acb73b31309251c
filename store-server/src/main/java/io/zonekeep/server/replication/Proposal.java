package io.zonekeep.server.replication;

import static java.util.Objects.requireNonNull;

import io.zonekeep.server.state.Entry;

/**
 * An entry on its way into the log: as the consumer takes it, so that the primary need not decode
 * its own entries, and as the log keeps it.
 *
 * @param encoded never changed again
 */
public record Proposal(Entry entry, byte[] encoded) {
  public Proposal {
    requireNonNull(entry, "entry is null");
    requireNonNull(encoded, "encoded is null");
  }
}
