package io.zonekeep.spring.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zonekeep.client.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class NearCacheTest {
  @Test
  void theOneNotUsedForLongestGoesFirst() {
    NearCache cache = new NearCache(2, 1_000_000);
    cache.put(session("a", 1));
    cache.put(session("b", 1));
    assertThat(cache.get("a")).isPresent();
    cache.put(session("c", 1));
    assertThat(cache.get("b")).isEmpty();
    assertThat(cache.get("a")).isPresent();
    assertThat(cache.get("c")).isPresent();
    assertThat(cache.sessions()).isEqualTo(2);
  }

  @Test
  void bytesAreBounded() {
    NearCache cache = new NearCache(1_000, 10_000);
    for (int i = 0; i < 100; i++) {
      cache.put(session("s" + i, 2_000));
      assertThat(cache.bytes()).isBetween(2_000L, 10_000L);
    }
    assertThat(cache.get("s99")).isPresent();
    cache.put(session("large", 20_000));
    assertThat(cache.get("large")).isEmpty();
    assertThat(cache.sessions()).isPositive();
  }

  @Test
  void whatIsPutAgainOrRemovedCountsOnce() {
    NearCache cache = new NearCache(10, 100_000);
    cache.put(session("a", 5_000));
    cache.put(session("a", 1));
    assertThat(cache.bytes()).isLessThan(5_000);
    cache.remove("a");
    cache.remove("a");
    assertThat(cache.bytes()).isZero();
    assertThat(cache.sessions()).isZero();
  }

  @Test
  void oneWithoutRoomKeepsNothing() {
    NearCache cache = NearCache.none();
    cache.put(session("a", 1));
    assertThat(cache.get("a")).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new NearCache(-1, 0));
  }

  private static Session session(String id, int bytes) {
    return new Session(
        id,
        1,
        Instant.EPOCH,
        Instant.EPOCH,
        Optional.of(Duration.ofMinutes(1)),
        Optional.empty(),
        new TreeMap<>(Map.of("x", new byte[bytes])));
  }
}
