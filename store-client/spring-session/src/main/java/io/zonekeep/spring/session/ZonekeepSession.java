package io.zonekeep.spring.session;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.session.SaveMode;
import org.springframework.session.Session;

/**
 * A session in the hands of one request; remembers what that request changes. Like others of
 * Spring's, used by one thread at a time.
 */
public final class ZonekeepSession implements Session {
  static final Duration NEVER = Duration.ofSeconds(-1);

  /** Uses this close to the last touch share it, as they do in the store. */
  private static final Duration TOUCH_INTERVAL = Duration.ofSeconds(1);

  private static final Duration MAX_INACTIVE_LIMIT = Duration.ofDays(3_650);

  private final Origin origin;
  private final Instant createdAt;
  private final Map<String, Object> attributes;

  /** Names of attributes whose value, or absence, is to be saved. */
  private final Set<String> unsaved = new TreeSet<>();

  private String id;

  /** The id by which the store knows it; empty before the first save. */
  private Optional<String> storedId;

  private String storedPrincipal;
  private Duration maxInactive;
  private boolean maxInactiveUnsaved;
  private Instant lastAccessed;

  /** When the store last heard of its use, by this machine's clock. */
  private Instant touchedAt;

  /** When the application last said that it was used; empty: it has not. */
  private Optional<Instant> usedAt = Optional.empty();

  private boolean over;

  private ZonekeepSession(
      Origin origin,
      String id,
      Optional<String> storedId,
      Instant createdAt,
      Instant lastAccessed,
      Duration maxInactive,
      String storedPrincipal,
      Map<String, Object> attributes) {
    this.origin = origin;
    this.id = id;
    this.storedId = storedId;
    this.createdAt = createdAt;
    this.lastAccessed = lastAccessed;
    this.maxInactive = maxInactive;
    this.storedPrincipal = storedPrincipal;
    this.attributes = new HashMap<>(attributes);
    touchedAt = origin.clock().instant();
  }

  /** Where sessions come from and what they have in common. */
  interface Origin {
    Clock clock();

    SaveMode saveMode();

    String newId();

    /** Is told of each change, once it is made. */
    void changed(ZonekeepSession session);
  }

  static ZonekeepSession begun(Origin origin, Duration maxInactive) {
    Instant now = origin.clock().instant();
    return new ZonekeepSession(
        origin, origin.newId(), Optional.empty(), now, now, maxInactive, "", Map.of());
  }

  static ZonekeepSession loaded(
      Origin origin, io.zonekeep.client.Session stored, Map<String, Object> attributes) {
    return new ZonekeepSession(
        origin,
        stored.id(),
        Optional.of(stored.id()),
        stored.createdAt(),
        stored.lastAccessedAt(),
        stored.maxInactive().orElse(NEVER),
        stored.principal().orElse(""),
        attributes);
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public String changeSessionId() {
    id = origin.newId();
    origin.changed(this);
    return id;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T> @Nullable T getAttribute(String name) {
    Object value = attributes.get(name);
    if (value != null && origin.saveMode() == SaveMode.ON_GET_ATTRIBUTE) {
      unsaved.add(name);
    }
    return (T) value;
  }

  @Override
  public Set<String> getAttributeNames() {
    return Set.copyOf(attributes.keySet());
  }

  /** Null removes. */
  @Override
  public void setAttribute(String name, @Nullable Object value) {
    if (value == null) {
      attributes.remove(name);
    } else {
      attributes.put(name, value);
    }
    unsaved.add(name);
    origin.changed(this);
  }

  @Override
  public void removeAttribute(String name) {
    setAttribute(name, null);
  }

  @Override
  public Instant getCreationTime() {
    return createdAt;
  }

  @Override
  public Instant getLastAccessedTime() {
    return lastAccessed;
  }

  /**
   * Says that it was used. Costs no write when it was loaded within the last second, as loading
   * tells the store so. A time so long ago that it would be over ends it at the next save.
   */
  @Override
  public void setLastAccessedTime(Instant time) {
    lastAccessed = requireNonNull(time, "time is null");
    usedAt = Optional.of(time);
    over = isOverAt(time);
  }

  @Override
  public Duration getMaxInactiveInterval() {
    return maxInactive;
  }

  /**
   * Negative: it never expires. Zero: it is over.
   *
   * @throws IllegalArgumentException over 3,650 days
   */
  @Override
  public void setMaxInactiveInterval(Duration interval) {
    maxInactive = checked(interval);
    maxInactiveUnsaved = true;
    over = isOverAt(usedAt.orElse(touchedAt));
    origin.changed(this);
  }

  static Duration checked(Duration interval) {
    if (interval.compareTo(MAX_INACTIVE_LIMIT) > 0) {
      throw new IllegalArgumentException(
          "maxInactiveInterval %s is over %d days: a negative one never expires"
              .formatted(interval, MAX_INACTIVE_LIMIT.toDays()));
    }
    return interval;
  }

  /**
   * By this machine's clock alone, from when it was loaded or used here; whether it really is over
   * is for the store to say.
   */
  @Override
  public boolean isExpired() {
    return isOverAt(usedAt.orElse(touchedAt));
  }

  private boolean isOverAt(Instant lastUse) {
    return !maxInactive.isNegative()
        && !lastUse.plus(maxInactive).isAfter(origin.clock().instant());
  }

  Map<String, Object> attributes() {
    return attributes;
  }

  Set<String> unsaved() {
    return unsaved;
  }

  Optional<String> storedId() {
    return storedId;
  }

  String storedPrincipal() {
    return storedPrincipal;
  }

  boolean maxInactiveUnsaved() {
    return maxInactiveUnsaved;
  }

  boolean over() {
    return over;
  }

  boolean touchedSinceUse() {
    return usedAt.filter(time -> !time.isAfter(touchedAt.plus(TOUCH_INTERVAL))).isPresent();
  }

  /** What is now on its way to the store is not to be sent again. */
  void sent() {
    unsaved.clear();
    maxInactiveUnsaved = false;
  }

  /** It may not have arrived. */
  void failed(Set<String> names, boolean withMaxInactive) {
    unsaved.addAll(names);
    maxInactiveUnsaved |= withMaxInactive;
  }

  void saved(String newStoredId, Optional<String> principal) {
    storedId = Optional.of(newStoredId);
    storedPrincipal = principal.orElse(storedPrincipal);
    touchedAt = origin.clock().instant();
  }

  /** Nothing of it can be saved any more. */
  void gone() {
    storedId = Optional.of(id);
    usedAt = Optional.of(touchedAt);
    over = false;
  }
}
