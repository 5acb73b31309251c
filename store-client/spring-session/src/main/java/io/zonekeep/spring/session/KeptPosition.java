package io.zonekeep.spring.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonekeep.client.FeedPosition;
import io.zonekeep.client.KeyValue;
import io.zonekeep.client.PutOptions;
import io.zonekeep.client.ZonekeepException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to where a named subscriber was told, kept in the store. Written on the feed thread, one write
 * at a time.
 */
final class KeptPosition {
  private static final Logger LOG = LoggerFactory.getLogger(KeptPosition.class);
  private static final String KEY_PREFIX = "zonekeep-spring-session/position/";
  private static final int NAME_BYTES_MAX = 200;

  /** Longer than the store keeps events: after that it is of no use. */
  private static final Duration LIFE = Duration.ofDays(30);

  /** While nothing happens. */
  private static final long IDLE_WRITE_NANOS = Duration.ofSeconds(10).toNanos();

  private final KeyValue keys;
  private final byte[] key;
  private boolean behind;
  private boolean written;
  private long writtenNanos;

  KeptPosition(KeyValue keys, String subscriber) {
    int bytes = subscriber.getBytes(UTF_8).length;
    if (bytes == 0 || bytes > NAME_BYTES_MAX) {
      throw new IllegalArgumentException(
          "the subscriber's name has %d bytes: it must have 1 to %d"
              .formatted(bytes, NAME_BYTES_MAX));
    }
    this.keys = keys;
    key = (KEY_PREFIX + subscriber).getBytes(UTF_8);
  }

  /** Empty if it has none yet. */
  CompletableFuture<Optional<FeedPosition>> read() {
    return keys.getAsync(key).thenApply(entry -> entry.flatMap(it -> parse(it.value())));
  }

  /**
   * Everything up to {@code position} was told. If it cannot be written now, the next call does.
   *
   * @param eventful whether this told something: then it is written now
   */
  void told(FeedPosition position, boolean eventful) {
    behind |= eventful;
    boolean stale = !written || System.nanoTime() - writtenNanos > IDLE_WRITE_NANOS;
    if (!behind && !stale) {
      return;
    }
    try {
      keys.put(key, position.toString().getBytes(UTF_8), PutOptions.expiringAfter(LIFE));
      behind = false;
      written = true;
      writtenNanos = System.nanoTime();
    } catch (ZonekeepException e) {
      LOG.warn("the position of session events cannot be kept now: {}", e.getMessage());
    }
  }

  private static Optional<FeedPosition> parse(byte[] text) {
    try {
      return Optional.of(FeedPosition.parse(new String(text, UTF_8)));
    } catch (ZonekeepException e) {
      LOG.warn("the kept position of session events cannot be read: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
