package io.zonekeep.server.state;

import static java.util.Objects.requireNonNull;

/** Names one record. Keys of different namespaces never meet. */
public record Key(String namespace, Bytes key) {
  public Key {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(key, "key is null");
  }
}
