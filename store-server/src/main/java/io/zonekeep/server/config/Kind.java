package io.zonekeep.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How the values of a setting are written, read and compared.
 *
 * @param name what people are told to write
 * @param reader takes the value at a path; throws {@link ConfigException} if it is malformed
 * @param text the other way round, in the largest unit that fits
 */
record Kind<T>(
    String name,
    BiFunction<Config, String, T> reader,
    Function<T, String> text,
    Comparator<T> order) {

  static final Kind<Duration> DURATION =
      new Kind<Duration>(
          "duration, such as 300ms",
          (config, path) -> config.getDuration(path),
          Kind::durationText,
          Comparator.naturalOrder());
  static final Kind<Long> BYTES =
      new Kind<Long>(
          "size, such as 64MiB", Config::getBytes, Kind::bytesText, Comparator.naturalOrder());
  static final Kind<Integer> COUNT =
      new Kind<Integer>("whole number", Config::getInt, String::valueOf, Comparator.naturalOrder());
  static final Kind<Boolean> FLAG =
      new Kind<Boolean>(
          "true or false", Config::getBoolean, String::valueOf, Comparator.naturalOrder());
  static final Kind<String> TEXT =
      new Kind<String>("text", Config::getString, text -> text, Comparator.naturalOrder());
  static final Kind<List<Member>> NODES =
      new Kind<List<Member>>(
          "list of nodes",
          Nodes::read,
          List::toString,
          Comparator.comparingInt(List<Member>::size));

  /** Reads a duration as it would be read from the file. */
  static Duration durationOf(String text) {
    return ConfigFactory.parseMap(Map.of("duration", text)).getDuration("duration");
  }

  private static String durationText(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 86_400_000 == 0) {
      return millis / 86_400_000 + "d";
    }
    if (millis % 60_000 == 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }

  private static String bytesText(long bytes) {
    if (bytes % (1 << 30) == 0) {
      return (bytes >> 30) + "GiB";
    }
    if (bytes % (1 << 20) == 0) {
      return (bytes >> 20) + "MiB";
    }
    return bytes % (1 << 10) == 0 ? (bytes >> 10) + "KiB" : bytes + "B";
  }
}
