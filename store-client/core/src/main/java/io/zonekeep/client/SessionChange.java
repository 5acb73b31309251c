package io.zonekeep.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a save changes; attributes that it does not name stay as they are. Build one with {@link
 * #builder}.
 */
public final class SessionChange {
  private final Map<String, byte[]> changed;
  private final Set<String> removed;
  private final @Nullable Optional<Duration> maxInactive;
  private final @Nullable Optional<String> principal;
  private final OptionalLong ifVersion;

  private SessionChange(Builder builder) {
    changed = Map.copyOf(builder.changed);
    removed = Set.copyOf(builder.removed);
    maxInactive = builder.maxInactive;
    principal = builder.principal;
    ifVersion = builder.ifVersion;
  }

  public static Builder builder() {
    return new Builder();
  }

  public Map<String, byte[]> changed() {
    return changed;
  }

  public Set<String> removed() {
    return removed;
  }

  /** Null: it stays. Empty: the session never expires. */
  public @Nullable Optional<Duration> maxInactive() {
    return maxInactive;
  }

  /** Null: it stays. Empty: the session belongs to nobody. */
  public @Nullable Optional<String> principal() {
    return principal;
  }

  public OptionalLong ifVersion() {
    return ifVersion;
  }

  /** Collects a change; used by one thread. */
  public static final class Builder {
    private final Map<String, byte[]> changed = new TreeMap<>();
    private final Set<String> removed = new TreeSet<>();
    private @Nullable Optional<Duration> maxInactive;
    private @Nullable Optional<String> principal;
    private OptionalLong ifVersion = OptionalLong.empty();

    private Builder() {}

    public Builder put(String name, byte[] value) {
      removed.remove(name);
      changed.put(name, value);
      return this;
    }

    public Builder remove(String name) {
      changed.remove(name);
      removed.add(name);
      return this;
    }

    /** Empty: the session never expires. */
    public Builder maxInactive(Optional<Duration> newMaxInactive) {
      maxInactive = newMaxInactive;
      return this;
    }

    /** Empty: the session belongs to nobody. */
    public Builder principal(Optional<String> newPrincipal) {
      principal = newPrincipal;
      return this;
    }

    /** Refuses the save (VERSION_MISMATCH) if the session has another version. */
    public Builder ifVersion(long version) {
      ifVersion = OptionalLong.of(version);
      return this;
    }

    public SessionChange build() {
      return new SessionChange(this);
    }
  }
}
