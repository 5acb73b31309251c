package io.zonekeep.client;

/**
 * A connection to one cluster. Create one per application, share it, close it at the end; it finds
 * the primary by itself and follows it through failovers. Safe for many threads.
 */
public interface ZonekeepClient extends AutoCloseable {

  /** Keys and values of one namespace: 1 to 64 characters of a-z 0-9 . _ - */
  KeyValue keyValue(String namespace);

  /** Sessions of one namespace. */
  Sessions sessions(String namespace);

  /** What happens to the sessions and keys of one namespace. */
  Feed feed(String namespace);

  Cluster cluster();

  /** What the client has done so far. */
  ClientMetrics metrics();

  /** Fails all waiting calls with CLOSED and releases threads and sockets. */
  @Override
  void close();
}
