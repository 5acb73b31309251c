package io.zonekeep.client;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import com.google.protobuf.ByteString;
import io.zonekeep.client.ZonekeepException.Outcome;
import io.zonekeep.client.ZonekeepException.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks what no server may accept. The sizes of keys, values and sessions are settings of the
 * server, which names field and limit when one is broken.
 */
final class Arguments {
  /** A call must fit into a frame, with some room for its head. */
  static final int CALL_BYTES_MAX = BatchStream.FRAME_BYTES_MAX - 64 * 1024;

  static final Duration TTL_MAX = Duration.ofDays(3_650);
  static final int PAGE_RECORDS_MAX = 1_000;
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9._-]{1,64}");
  private static final int HEAD_BYTES = 128;

  private Arguments() {}

  static String namespace(String namespace) {
    check(
        NAMESPACE.matcher(namespace).matches(),
        "namespace \"%s\" is not 1 to 64 characters of a-z 0-9 . _ -",
        namespace);
    return namespace;
  }

  static ByteString key(byte[] key) {
    check(key.length > 0, "key is empty: it must have 1 byte or more");
    return ByteString.copyFrom(key);
  }

  static String name(String field, String value) {
    check(!value.isEmpty(), "%s is empty", field);
    return value;
  }

  /** Never shorter than asked for: a part of a millisecond counts whole. Empty: 0, for ever. */
  static long ttlMillis(Optional<Duration> ttl) {
    ttl.ifPresent(
        time -> check(!time.isNegative() && !time.isZero(), "ttl %s is not positive", time));
    return ttl.map(time -> millis("ttl", time)).orElse(0L);
  }

  /** Negative: -1, for ever. Zero stays: over at once. */
  static long maxInactiveMillis(Duration maxInactive) {
    return maxInactive.isNegative() ? -1 : millis("maxInactive", maxInactive);
  }

  private static long millis(String field, Duration time) {
    check(time.compareTo(TTL_MAX) <= 0, "%s %s is over %d days", field, time, TTL_MAX.toDays());
    return time.plusNanos(999_999).toMillis();
  }

  static int page(int limit) {
    check(limit >= 1 && limit <= PAGE_RECORDS_MAX, "limit %d is not 1 to 1,000", limit);
    return limit;
  }

  static int callBytes(long contentBytes) {
    check(
        contentBytes <= CALL_BYTES_MAX,
        "the call has %,d bytes: it must have at most %,d",
        contentBytes,
        CALL_BYTES_MAX);
    return (int) contentBytes + HEAD_BYTES;
  }

  @FormatMethod
  static void check(boolean holds, @FormatString String message, Object... parts) {
    if (!holds) {
      throw new ZonekeepException(
          Outcome.NOT_DONE, Reason.INVALID_ARGUMENT, message.formatted(parts));
    }
  }
}
