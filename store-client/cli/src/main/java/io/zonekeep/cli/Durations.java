package io.zonekeep.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write and read them: 500ms, 30s, 5m, 2h, 7d. */
final class Durations {
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

  private Durations() {}

  static Duration parse(String written) {
    Matcher matcher = WRITTEN.matcher(written);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + written + "' is no duration: write a number and ms, s, m, h or d, such as 30s");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** The two largest units, such as "29m 59s". */
  static String shown(Duration duration) {
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.toDays() > 0) {
      return joined(duration.toDays(), "d", duration.toHoursPart(), "h");
    }
    if (duration.toHours() > 0) {
      return joined(duration.toHours(), "h", duration.toMinutesPart(), "m");
    }
    return joined(duration.toMinutes(), "m", duration.toSecondsPart(), "s");
  }

  private static String joined(long large, String largeUnit, int small, String smallUnit) {
    if (large == 0) {
      return small + smallUnit;
    }
    return large + largeUnit + (small == 0 ? "" : " " + small + smallUnit);
  }
}
