package io.zonekeep.client;

import com.google.protobuf.ByteString;
import io.zonekeep.v1.Attribute;
import io.zonekeep.v1.ChangeSessionIdRequest;
import io.zonekeep.v1.CreateSessionRequest;
import io.zonekeep.v1.DeleteSessionRequest;
import io.zonekeep.v1.FindSessionsByPrincipalRequest;
import io.zonekeep.v1.FindSessionsByPrincipalResponse;
import io.zonekeep.v1.LoadSessionRequest;
import io.zonekeep.v1.LoadSessionResponse;
import io.zonekeep.v1.Reply;
import io.zonekeep.v1.Reply.OutcomeCase;
import io.zonekeep.v1.SaveSessionRequest;
import io.zonekeep.v1.TouchSessionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Turns calls on sessions into messages and back. */
final class SessionCalls {
  private SessionCalls() {}

  static Operation<Long> create(String namespace, NewSession session) {
    CreateSessionRequest.Builder request =
        CreateSessionRequest.newBuilder()
            .setNamespace(namespace)
            .setId(Arguments.name("id", session.id()))
            .setPrincipal(session.principal().orElse(""))
            .addAllAttributes(attributes(session.attributes()));
    session
        .maxInactive()
        .map(Arguments::maxInactiveMillis)
        .ifPresent(request::setMaxInactiveMillis);
    return new Operation<>(
        Effect.WRITE,
        (call, id) -> call.setCreateSession(request.setWriteId(id)),
        Arguments.callBytes(bytes(session.attributes()) + session.id().length()),
        OutcomeCase.CREATE_SESSION,
        reply -> reply.getCreateSession().getVersion());
  }

  static Operation<Optional<Session>> load(String namespace, String id, boolean touch) {
    LoadSessionRequest request = loadRequest(namespace, id, touch, 0);
    return load(
        request, touch ? Effect.REPEATABLE : Effect.READ, reply -> loaded(reply.getLoadSession()));
  }

  static Operation<Optional<Session>> refresh(String namespace, Session known) {
    LoadSessionRequest request = loadRequest(namespace, known.id(), true, known.version());
    return load(request, Effect.REPEATABLE, reply -> refreshed(known, reply.getLoadSession()));
  }

  private static LoadSessionRequest loadRequest(
      String namespace, String id, boolean touch, long knownVersion) {
    return LoadSessionRequest.newBuilder()
        .setNamespace(namespace)
        .setId(Arguments.name("id", id))
        .setTouch(touch)
        .setKnownVersion(knownVersion)
        .build();
  }

  private static Operation<Optional<Session>> load(
      LoadSessionRequest request, Effect effect, Function<Reply, Optional<Session>> answer) {
    return new Operation<>(
        effect,
        (call, id) -> call.setLoadSession(request),
        Arguments.callBytes(request.getId().length()),
        OutcomeCase.LOAD_SESSION,
        answer);
  }

  static Operation<Long> save(String namespace, String id, SessionChange change) {
    SaveSessionRequest.Builder request =
        SaveSessionRequest.newBuilder()
            .setNamespace(namespace)
            .setId(Arguments.name("id", id))
            .addAllChanged(attributes(change.changed()))
            .addAllRemoved(change.removed());
    change.maxInactive().map(Arguments::maxInactiveMillis).ifPresent(request::setMaxInactiveMillis);
    change.principal().ifPresent(request::setPrincipal);
    change.ifVersion().ifPresent(request::setIfVersion);
    change.newId().map(newId -> Arguments.name("newId", newId)).ifPresent(request::setNewId);
    return new Operation<>(
        Effect.WRITE,
        (call, writeId) -> call.setSaveSession(request.setWriteId(writeId)),
        Arguments.callBytes(
            bytes(change.changed()) + id.length() + change.newId().map(String::length).orElse(0)),
        OutcomeCase.SAVE_SESSION,
        reply -> reply.getSaveSession().getVersion());
  }

  static Operation<Boolean> touch(String namespace, String id) {
    TouchSessionRequest request =
        TouchSessionRequest.newBuilder()
            .setNamespace(namespace)
            .setId(Arguments.name("id", id))
            .build();
    return new Operation<>(
        Effect.REPEATABLE,
        (call, writeId) -> call.setTouchSession(request),
        Arguments.callBytes(id.length()),
        OutcomeCase.TOUCH_SESSION,
        reply -> reply.getTouchSession().getFound());
  }

  static Operation<Long> changeId(String namespace, String id, String newId) {
    ChangeSessionIdRequest.Builder request =
        ChangeSessionIdRequest.newBuilder()
            .setNamespace(namespace)
            .setId(Arguments.name("id", id))
            .setNewId(Arguments.name("newId", newId));
    return new Operation<>(
        Effect.WRITE,
        (call, writeId) -> call.setChangeSessionId(request.setWriteId(writeId)),
        Arguments.callBytes((long) id.length() + newId.length()),
        OutcomeCase.CHANGE_SESSION_ID,
        reply -> reply.getChangeSessionId().getVersion());
  }

  static Operation<Boolean> delete(String namespace, String id) {
    DeleteSessionRequest.Builder request =
        DeleteSessionRequest.newBuilder().setNamespace(namespace).setId(Arguments.name("id", id));
    return new Operation<>(
        Effect.WRITE,
        (call, writeId) -> call.setDeleteSession(request.setWriteId(writeId)),
        Arguments.callBytes(id.length()),
        OutcomeCase.DELETE_SESSION,
        reply -> reply.getDeleteSession().getExisted());
  }

  static Operation<SessionPage> findByPrincipal(
      String namespace, String principal, String afterId, int limit) {
    FindSessionsByPrincipalRequest request =
        FindSessionsByPrincipalRequest.newBuilder()
            .setNamespace(namespace)
            .setPrincipal(Arguments.name("principal", principal))
            .setAfterId(afterId)
            .setLimit(Arguments.page(limit))
            .build();
    return new Operation<>(
        Effect.READ,
        (call, writeId) -> call.setFindSessionsByPrincipal(request),
        Arguments.callBytes((long) principal.length() + afterId.length()),
        OutcomeCase.FIND_SESSIONS_BY_PRINCIPAL,
        reply -> page(reply.getFindSessionsByPrincipal()));
  }

  private static Optional<Session> loaded(LoadSessionResponse response) {
    return response.hasSession() ? Optional.of(session(response.getSession())) : Optional.empty();
  }

  /** Everything but the last access moves the version, so the rest of {@code known} stands. */
  private static Optional<Session> refreshed(Session known, LoadSessionResponse response) {
    if (!response.hasNotModified()) {
      return loaded(response);
    }
    return Optional.of(
        new Session(
            known.id(),
            known.version(),
            known.createdAt(),
            Instant.ofEpochMilli(response.getNotModified().getLastAccessedAtMillis()),
            known.maxInactive(),
            known.principal(),
            known.attributes()));
  }

  private static SessionPage page(FindSessionsByPrincipalResponse response) {
    return new SessionPage(
        response.getSessionsList().stream().map(SessionCalls::session).toList(),
        response.getMore());
  }

  static Session session(io.zonekeep.v1.Session session) {
    SortedMap<String, byte[]> attributes = new TreeMap<>();
    for (Attribute attribute : session.getAttributesList()) {
      attributes.put(attribute.getName(), attribute.getValue().toByteArray());
    }
    return new Session(
        session.getId(),
        session.getVersion(),
        Instant.ofEpochMilli(session.getCreatedAtMillis()),
        Instant.ofEpochMilli(session.getLastAccessedAtMillis()),
        Optional.of(Duration.ofMillis(session.getMaxInactiveMillis()))
            .filter(time -> !time.isNegative()),
        Optional.of(session.getPrincipal()).filter(principal -> !principal.isEmpty()),
        attributes);
  }

  private static List<Attribute> attributes(Map<String, byte[]> attributes) {
    return attributes.entrySet().stream()
        .map(attribute ->
            Attribute.newBuilder()
                .setName(Arguments.name("attribute name", attribute.getKey()))
                .setValue(ByteString.copyFrom(attribute.getValue()))
                .build())
        .toList();
  }

  private static long bytes(Map<String, byte[]> attributes) {
    return attributes.entrySet().stream()
        .mapToLong(attribute -> attribute.getKey().length() + attribute.getValue().length + 8L)
        .sum();
  }
}
