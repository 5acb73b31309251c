package io.zonekeep.server.api;

import com.google.protobuf.ByteString;
import io.zonekeep.server.config.Settings;
import io.zonekeep.server.state.Bytes;

/**
 * Holds each field against its limit and names both when it is broken. Used by many threads, for
 * every call: so no regular expressions and no copies here.
 */
final class Validation {
  private static final int NAMESPACE_MAX = 64;
  private static final int UTF8_BYTES_PER_CHAR_MAX = 3;
  private static final int PAGE_BY_DEFAULT = 100;

  private final Settings.Limits limits;

  Validation(Settings.Limits limits) {
    this.limits = limits;
  }

  Settings.Limits limits() {
    return limits;
  }

  String namespace(String namespace) {
    boolean fits = !namespace.isEmpty() && namespace.length() <= NAMESPACE_MAX;
    for (int i = 0; fits && i < namespace.length(); i++) {
      fits = inNamespace(namespace.charAt(i));
    }
    if (!fits) {
      throw new InvalidFieldException("namespace must be 1 to 64 characters of a-z 0-9 . _ -");
    }
    return namespace;
  }

  Bytes key(ByteString key) {
    if (key.isEmpty() || key.size() > limits.keyBytes()) {
      throw overLimit("key", key.size(), 1, limits.keyBytes(), "limit.key_bytes");
    }
    return bytes(key);
  }

  /** A prefix of keys or a key to go on after; may be empty. */
  Bytes keyPart(String field, ByteString part) {
    if (part.size() > limits.keyBytes()) {
      throw overLimit(field, part.size(), 0, limits.keyBytes(), "limit.key_bytes");
    }
    return bytes(part);
  }

  Bytes value(ByteString value) {
    if (value.size() > limits.valueBytes()) {
      throw overLimit("value", value.size(), 0, limits.valueBytes(), "limit.value_bytes");
    }
    return bytes(value);
  }

  long ttl(long ttlMillis) {
    if (ttlMillis < 0 || ttlMillis > limits.ttl().toMillis()) {
      throw new InvalidFieldException(
          "ttl_millis is %d: 0 to %d (limit.ttl)".formatted(ttlMillis, limits.ttl().toMillis()));
    }
    return ttlMillis;
  }

  long maxInactive(long maxInactiveMillis) {
    if (maxInactiveMillis > limits.ttl().toMillis()) {
      throw new InvalidFieldException(
          "max_inactive_millis is %d: at most %d (limit.ttl)"
              .formatted(maxInactiveMillis, limits.ttl().toMillis()));
    }
    return maxInactiveMillis;
  }

  String sessionId(String field, String id) {
    return text(field, id, 1, limits.sessionIdBytes(), "limit.session_id_bytes");
  }

  /** A session's id to go on after; may be empty. */
  String sessionIdPart(String field, String id) {
    return text(field, id, 0, limits.sessionIdBytes(), "limit.session_id_bytes");
  }

  String attributeName(String field, String name) {
    return text(field, name, 1, limits.attributeNameBytes(), "limit.attribute_name_bytes");
  }

  String principal(String principal, int min) {
    return text("principal", principal, min, limits.principalBytes(), "limit.principal_bytes");
  }

  int pageLimit(int limit) {
    if (limit < 0 || limit > limits.pageRecords()) {
      throw new InvalidFieldException(
          "limit is %s: 1 to %d (limit.page_records), or 0 for %d"
              .formatted(Integer.toUnsignedString(limit), limits.pageRecords(), PAGE_BY_DEFAULT));
    }
    return limit == 0 ? Math.min(PAGE_BY_DEFAULT, limits.pageRecords()) : limit;
  }

  static InvalidFieldException overLimit(
      String field, long bytes, int min, int max, String setting) {
    return new InvalidFieldException(
        "%s has %d bytes: %d to %d (%s)".formatted(field, bytes, min, max, setting));
  }

  static Bytes bytes(ByteString string) {
    return Bytes.wrap(string.toByteArray());
  }

  private static boolean inNamespace(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  }

  private static String text(String field, String text, int min, int max, String setting) {
    // Most names are far below their limit: then their exact length does not matter.
    if (text.length() >= min && text.length() * UTF8_BYTES_PER_CHAR_MAX <= max) {
      return text;
    }
    int bytes = ByteString.copyFromUtf8(text).size();
    if (bytes < min || bytes > max) {
      throw overLimit(field, bytes, min, max, setting);
    }
    return text;
  }
}
