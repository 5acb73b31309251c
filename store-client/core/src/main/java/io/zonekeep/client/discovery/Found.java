package io.zonekeep.client.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xbill.DNS.Record;

/**
 * What a look-up found, and for how long that holds.
 *
 * @param values maybe none
 * @param timeToLive the shortest of the records found
 */
public record Found<T>(List<T> values, Duration timeToLive) {
  private static final Duration FOR_EVER = Duration.ofDays(1);

  public Found {
    values = List.copyOf(values);
  }

  static <T> Found<T> forEver(List<T> values) {
    return new Found<>(values, FOR_EVER);
  }

  static <T> Found<T> nothing() {
    return forEver(List.of());
  }

  static Found<Record> of(List<Record> records) {
    long seconds = records.stream().mapToLong(Record::getTTL).min().orElse(FOR_EVER.toSeconds());
    return new Found<>(records, Duration.ofSeconds(seconds));
  }

  Found<T> and(Found<T> other) {
    List<T> all = new ArrayList<>(values);
    all.addAll(other.values);
    return new Found<>(all, shorter(timeToLive, other.timeToLive));
  }

  <R> Found<R> map(Function<T, Optional<R>> function) {
    return new Found<>(
        values.stream().map(function).flatMap(Optional::stream).toList(), timeToLive);
  }

  static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
