package io.zonekeep.memory;

import io.zonekeep.client.ClientMetrics;
import io.zonekeep.client.Cluster;
import io.zonekeep.client.Feed;
import io.zonekeep.client.KeyValue;
import io.zonekeep.client.ZonekeepClient;

/** A client of a store in memory; it knows one namespace and no cluster. */
public final class MemoryClient implements ZonekeepClient {
  private final MemoryKeyValue keys = new MemoryKeyValue();
  private final MemorySessions sessions = new MemorySessions();

  @Override
  public KeyValue keyValue(String namespace) {
    return keys;
  }

  @Override
  public MemorySessions sessions(String namespace) {
    return sessions;
  }

  @Override
  public Feed feed(String namespace) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Cluster cluster() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ClientMetrics metrics() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
