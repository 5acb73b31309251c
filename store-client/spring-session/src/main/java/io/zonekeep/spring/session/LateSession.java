package io.zonekeep.spring.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.session.Session;

/** A session that is read when something of it is asked for. Used by one thread at a time. */
final class LateSession implements Session {
  private final String id;
  private final Supplier<? extends Session> source;
  private @Nullable Session read;

  LateSession(String id, Supplier<? extends Session> source) {
    this.id = id;
    this.source = source;
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public String changeSessionId() {
    return read().changeSessionId();
  }

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals")
  public <T> @Nullable T getAttribute(String name) {
    return read().getAttribute(name);
  }

  @Override
  public Set<String> getAttributeNames() {
    return read().getAttributeNames();
  }

  @Override
  public void setAttribute(String name, Object value) {
    read().setAttribute(name, value);
  }

  @Override
  public void removeAttribute(String name) {
    read().removeAttribute(name);
  }

  @Override
  public Instant getCreationTime() {
    return read().getCreationTime();
  }

  @Override
  public void setLastAccessedTime(Instant time) {
    read().setLastAccessedTime(time);
  }

  @Override
  public Instant getLastAccessedTime() {
    return read().getLastAccessedTime();
  }

  @Override
  public void setMaxInactiveInterval(Duration interval) {
    read().setMaxInactiveInterval(interval);
  }

  @Override
  public Duration getMaxInactiveInterval() {
    return read().getMaxInactiveInterval();
  }

  @Override
  public boolean isExpired() {
    return read().isExpired();
  }

  private Session read() {
    Session known = read;
    if (known == null) {
      known = source.get();
      read = known;
    }
    return known;
  }
}
