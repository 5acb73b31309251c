package io.zonekeep.server.api;

import com.google.protobuf.ByteString;
import io.zonekeep.server.state.Bytes;
import io.zonekeep.server.state.Command;
import io.zonekeep.server.state.SessionKey;
import io.zonekeep.server.state.SessionLimits;
import io.zonekeep.v1.Attribute;
import io.zonekeep.v1.ChangeSessionIdRequest;
import io.zonekeep.v1.CreateSessionRequest;
import io.zonekeep.v1.DeleteSessionRequest;
import io.zonekeep.v1.SaveSessionRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes commands of the writes of sessions, within all limits. Used by many threads. */
final class SessionWrites {
  private static final long FOR_EVER = -1;

  private final Validation validation;
  private final SessionLimits limits;

  SessionWrites(Validation validation) {
    this.validation = validation;
    this.limits =
        new SessionLimits(
            validation.limits().sessionAttributes(), validation.limits().sessionBytes());
  }

  SessionKey key(String namespace, String id) {
    return new SessionKey(validation.namespace(namespace), validation.sessionId("id", id));
  }

  Command create(CreateSessionRequest request) {
    return new Command.CreateSession(
        key(request.getNamespace(), request.getId()),
        request.hasMaxInactiveMillis()
            ? validation.maxInactive(request.getMaxInactiveMillis())
            : FOR_EVER,
        validation.principal(request.getPrincipal(), 0),
        attributes("attributes", request.getAttributesList()),
        limits);
  }

  Command save(SaveSessionRequest request) {
    SortedMap<String, Bytes> changed = attributes("changed", request.getChangedList());
    return new Command.SaveSession(
        key(request.getNamespace(), request.getId()),
        changed,
        removed(request.getRemovedList(), changed.keySet()),
        request.hasMaxInactiveMillis()
            ? OptionalLong.of(validation.maxInactive(request.getMaxInactiveMillis()))
            : OptionalLong.empty(),
        request.hasPrincipal()
            ? Optional.of(validation.principal(request.getPrincipal(), 0))
            : Optional.empty(),
        request.hasIfVersion() ? OptionalLong.of(request.getIfVersion()) : OptionalLong.empty(),
        request.getNewId().isEmpty()
            ? Optional.empty()
            : Optional.of(validation.sessionId("new_id", request.getNewId())),
        limits);
  }

  Command changeId(ChangeSessionIdRequest request) {
    return new Command.ChangeSessionId(
        key(request.getNamespace(), request.getId()),
        validation.sessionId("new_id", request.getNewId()));
  }

  Command delete(DeleteSessionRequest request) {
    return new Command.DeleteSession(key(request.getNamespace(), request.getId()));
  }

  private SortedMap<String, Bytes> attributes(String field, List<Attribute> wire) {
    checkCount(field, wire.size());
    SortedMap<String, Bytes> attributes = new TreeMap<>();
    long bytes = 0;
    for (Attribute attribute : wire) {
      String name = validation.attributeName(field + ".name", attribute.getName());
      ByteString value = attribute.getValue();
      bytes += name.length() + value.size();
      if (bytes > limits.bytesMax()) {
        throw Validation.overLimit(field, bytes, 0, limits.bytesMax(), "limit.session_bytes");
      }
      if (attributes.put(name, Validation.bytes(value)) != null) {
        throw new InvalidFieldException(field + " names an attribute twice: each name once");
      }
    }
    return attributes;
  }

  private List<String> removed(List<String> names, Set<String> changed) {
    checkCount("removed", names.size());
    Set<String> seen = new HashSet<>(changed);
    for (String name : names) {
      validation.attributeName("removed", name);
      if (!seen.add(name)) {
        throw new InvalidFieldException(
            "removed names an attribute twice, or one that changed has: each name once");
      }
    }
    return names;
  }

  private void checkCount(String field, int count) {
    if (count > limits.attributesMax()) {
      throw new InvalidFieldException(
          "%s has %d entries: at most %d (limit.session_attributes)"
              .formatted(field, count, limits.attributesMax()));
    }
  }
}
