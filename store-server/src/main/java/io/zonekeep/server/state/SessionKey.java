package io.zonekeep.server.state;

import static java.util.Objects.requireNonNull;

/** Names one session. Sessions of different namespaces never meet. */
public record SessionKey(String namespace, String id) {
  public SessionKey {
    requireNonNull(namespace, "namespace is null");
    requireNonNull(id, "id is null");
  }
}
