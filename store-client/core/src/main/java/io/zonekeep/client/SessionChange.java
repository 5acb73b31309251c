package io.zonekeep.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a save changes; attributes that it does not name stay as they are. Build one with {@link
 * #builder}.
 */
public final class SessionChange {
  private final Map<String, byte[]> changed;
  private final Set<String> removed;
  private final Optional<Duration> maxInactive;
  private final Optional<String> principal;
  private final OptionalLong ifVersion;
  private final Optional<String> newId;

  private SessionChange(Builder builder) {
    changed = Map.copyOf(builder.changed);
    removed = Set.copyOf(builder.removed);
    maxInactive = builder.maxInactive;
    principal = builder.principal;
    ifVersion = builder.ifVersion;
    newId = builder.newId;
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

  /** Empty: it stays. Negative: the session never expires; zero: it is over at once. */
  public Optional<Duration> maxInactive() {
    return maxInactive;
  }

  /** Empty: it stays. The empty string: the session belongs to nobody. */
  public Optional<String> principal() {
    return principal;
  }

  public OptionalLong ifVersion() {
    return ifVersion;
  }

  /** Empty: it stays. */
  public Optional<String> newId() {
    return newId;
  }

  /** Collects a change; used by one thread. */
  public static final class Builder {
    private final Map<String, byte[]> changed = new TreeMap<>();
    private final Set<String> removed = new TreeSet<>();
    private Optional<Duration> maxInactive = Optional.empty();
    private Optional<String> principal = Optional.empty();
    private OptionalLong ifVersion = OptionalLong.empty();
    private Optional<String> newId = Optional.empty();

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

    /** Negative: the session never expires; zero: it is over at once. */
    public Builder maxInactive(Duration newMaxInactive) {
      maxInactive = Optional.of(newMaxInactive);
      return this;
    }

    /** The empty string: the session belongs to nobody. */
    public Builder principal(String newPrincipal) {
      principal = Optional.of(newPrincipal);
      return this;
    }

    /** Refuses the save (VERSION_MISMATCH) if the session has another version. */
    public Builder ifVersion(long version) {
      ifVersion = OptionalLong.of(version);
      return this;
    }

    /**
     * Gives the session another id in the same atomic write, as after a log-in; if that is taken
     * (SESSION_ID_TAKEN), nothing is saved.
     */
    public Builder newId(String id) {
      newId = Optional.of(id);
      return this;
    }

    public SessionChange build() {
      return new SessionChange(this);
    }
  }
}
