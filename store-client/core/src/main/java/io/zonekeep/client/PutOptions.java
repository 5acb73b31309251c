package io.zonekeep.client;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How to put.
 *
 * @param ifVersion the version the key must have, 0: there must be no such key; empty: any
 * @param ttl how long it lives at least; empty: it does not expire
 */
public record PutOptions(OptionalLong ifVersion, Optional<Duration> ttl) {
  public static final PutOptions ALWAYS = new PutOptions(OptionalLong.empty(), Optional.empty());

  public static PutOptions ifAbsent() {
    return ifVersion(0);
  }

  public static PutOptions ifVersion(long version) {
    return new PutOptions(OptionalLong.of(version), Optional.empty());
  }

  public static PutOptions expiringAfter(Duration ttl) {
    return ALWAYS.withTtl(ttl);
  }

  public PutOptions withTtl(Duration ttl) {
    return new PutOptions(ifVersion, Optional.of(ttl));
  }
}
