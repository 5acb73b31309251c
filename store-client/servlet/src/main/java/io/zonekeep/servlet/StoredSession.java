package io.zonekeep.servlet;

import io.zonekeep.client.Session;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request's copy of a session, and what the request changes of it. Copies of several requests
 * do not see each other; in the store, changes of different attributes all win. Safe for the
 * threads of its request.
 */
final class StoredSession implements HttpSession {
  private static final int NEVER = -1;
  private static final Duration FOR_EVER = Duration.ofSeconds(NEVER);

  private final AppSessions app;
  private final Map<String, Attribute> attributes = new HashMap<>();
  private final Instant createdAt;
  private final Instant lastAccessedAt;
  private final boolean isNew;

  private String id;

  /** Under which the store knows it; null: it does not yet. */
  private @Nullable String storedId;

  private Optional<Duration> maxInactive;
  private Optional<Duration> storedMaxInactive;
  private Optional<String> storedPrincipal;
  private boolean valid = true;

  private StoredSession(
      AppSessions app,
      String id,
      Instant createdAt,
      Instant lastAccessedAt,
      Optional<Duration> maxInactive) {
    this.app = app;
    this.id = id;
    this.createdAt = createdAt;
    this.lastAccessedAt = lastAccessedAt;
    this.maxInactive = maxInactive;
    this.storedMaxInactive = maxInactive;
    this.storedPrincipal = Optional.empty();
    this.isNew = true;
  }

  private StoredSession(AppSessions app, Session loaded) {
    this.app = app;
    id = loaded.id();
    storedId = loaded.id();
    createdAt = loaded.createdAt();
    lastAccessedAt = loaded.lastAccessedAt();
    maxInactive = loaded.maxInactive();
    storedMaxInactive = maxInactive;
    storedPrincipal = loaded.principal();
    isNew = false;
    loaded.attributes().forEach((name, bytes) -> attributes.put(name, Attribute.stored(bytes)));
  }

  static StoredSession fresh(AppSessions app, String id, Optional<Duration> maxInactive) {
    Instant now = Instant.now();
    return new StoredSession(app, id, now, now, maxInactive);
  }

  static StoredSession loaded(AppSessions app, Session loaded) {
    return new StoredSession(app, loaded);
  }

  @Override
  public synchronized String getId() {
    return id;
  }

  @Override
  public synchronized long getCreationTime() {
    requireValid();
    return createdAt.toEpochMilli();
  }

  @Override
  public synchronized long getLastAccessedTime() {
    requireValid();
    return lastAccessedAt.toEpochMilli();
  }

  @Override
  public ServletContext getServletContext() {
    return app.context();
  }

  @Override
  public synchronized boolean isNew() {
    requireValid();
    return isNew;
  }

  /** Zero or less, and whatever is longer than the store counts: it never ends by itself. */
  @Override
  public synchronized void setMaxInactiveInterval(int seconds) {
    maxInactive =
        Optional.of(Duration.ofSeconds(seconds))
            .filter(time -> seconds > 0)
            .filter(time -> time.compareTo(FilterSettings.MAX_INACTIVE_LIMIT) <= 0);
  }

  /** Rounded up to a second, so that a short life does not read as an endless one. */
  @Override
  public synchronized int getMaxInactiveInterval() {
    return maxInactive.map(time -> Math.toIntExact(time.plusMillis(999).toSeconds())).orElse(NEVER);
  }

  @Override
  public synchronized @Nullable Object getAttribute(String name) {
    requireValid();
    return read(name);
  }

  @Override
  public synchronized Enumeration<String> getAttributeNames() {
    requireValid();
    List<String> names = new ArrayList<>();
    for (String name : attributes.keySet()) {
      if (read(name) != null) {
        names.add(name);
      }
    }
    return Collections.enumeration(names);
  }

  /**
   * Sets an attribute.
   *
   * @throws IllegalArgumentException if the value is not Serializable
   */
  @Override
  public void setAttribute(String name, @Nullable Object value) {
    if (value == null) {
      removeAttribute(name);
      return;
    }
    if (!(value instanceof Serializable)) {
      throw new IllegalArgumentException(
          "attribute %s: %s is not Serializable".formatted(name, value.getClass().getName()));
    }
    Object before = getAttribute(name);
    if (!same(before, value)) {
      app.listeners().binding(this, name, value);
    }
    synchronized (this) {
      attributes.computeIfAbsent(name, absent -> Attribute.absent()).set(value);
    }
    if (!same(before, value)) {
      app.listeners().unbound(this, name, before);
    }
    app.listeners().set(this, name, before, value);
  }

  @Override
  public void removeAttribute(String name) {
    Object before = getAttribute(name);
    synchronized (this) {
      Attribute attribute = attributes.get(name);
      if (attribute != null) {
        attribute.remove();
      }
    }
    if (before != null) {
      app.listeners().unbound(this, name, before);
      app.listeners().removed(this, name, before);
    }
  }

  /** Ends the session in the store at once, for all app servers. */
  @Override
  public void invalidate() {
    Optional<String> stored;
    synchronized (this) {
      requireValid();
      stored = Optional.ofNullable(storedId);
    }
    stored.ifPresent(app::delete);
    app.listeners().destroyed(this);
    for (String name : Collections.list(getAttributeNames())) {
      removeAttribute(name);
    }
    synchronized (this) {
      valid = false;
    }
  }

  synchronized boolean isValid() {
    return valid;
  }

  synchronized Optional<String> storedId() {
    return Optional.ofNullable(storedId);
  }

  /** The id goes to the store with the next save. */
  void changeId(String newId) {
    String oldId;
    synchronized (this) {
      requireValid();
      oldId = id;
      id = newId;
    }
    app.listeners().idChanged(this, oldId);
  }

  /** The store knows it under this id from now on. */
  synchronized void storedAs(String newStoredId) {
    storedId = newStoredId;
  }

  synchronized Optional<Duration> maxInactive() {
    return maxInactive;
  }

  /**
   * What is to be saved: what is not in the store, as far as known.
   *
   * @param user who is logged in to the container, if anybody is
   * @throws IllegalStateException if an attribute cannot be stored
   */
  synchronized SessionDelta delta(Optional<String> user) {
    Map<String, byte[]> changed = new HashMap<>();
    Set<String> removed = new HashSet<>();
    attributes.forEach((name, attribute) -> {
      byte[] bytes = attribute.changed(name, app.codec());
      if (attribute.toRemove()) {
        removed.add(name);
      } else if (bytes != null) {
        changed.put(name, bytes);
      }
    });
    return new SessionDelta(
        changed,
        removed,
        Optional.of(maxInactive.orElse(FOR_EVER))
            .filter(time -> !maxInactive.equals(storedMaxInactive)),
        principal(user).filter(name -> !name.equals(storedPrincipal.orElse(""))));
  }

  synchronized void saved(SessionDelta delta) {
    delta
        .changed()
        .forEach((name, bytes) ->
            attributes.computeIfAbsent(name, absent -> Attribute.absent()).saved(bytes));
    delta
        .removed()
        .forEach(
            name -> attributes.computeIfAbsent(name, absent -> Attribute.absent()).saved(null));
    delta
        .maxInactive()
        .ifPresent(
            time -> storedMaxInactive = Optional.of(time).filter(some -> !some.isNegative()));
    delta
        .principal()
        .ifPresent(name -> storedPrincipal = Optional.of(name).filter(some -> !some.isEmpty()));
  }

  /** Whom it is to belong to; the empty string: nobody; empty: as before. */
  private Optional<String> principal(Optional<String> user) {
    if (app.principalAttribute().isEmpty()) {
      return user;
    }
    String name = app.principalAttribute().get();
    Attribute attribute = attributes.get(name);
    if (attribute == null || !attribute.touched()) {
      return Optional.empty();
    }
    return Optional.of(AppSessions.principalName(read(name)));
  }

  private @Nullable Object read(String name) {
    Attribute attribute = attributes.get(name);
    return attribute == null ? null : attribute.read(name, app.codec(), app.reports());
  }

  /** A value that is set again is not bound again; an equal one in its place is. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean same(@Nullable Object before, Object value) {
    return before == value;
  }

  private void requireValid() {
    if (!valid) {
      throw new IllegalStateException("session " + shortened() + " was invalidated");
    }
  }

  /** A whole id in a log would be a key to somebody's session. */
  private String shortened() {
    return id.substring(0, Math.min(6, id.length())) + "…";
  }
}
