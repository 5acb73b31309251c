package io.zonekeep.client;

import static io.zonekeep.client.Arguments.check;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the feed of one cluster: after some event, before the next. To be kept as its text,
 * which {@link #parse} reads; what the parts mean is the store's affair.
 *
 * @param feed tells feeds of different clusters apart
 * @param index 0 or more
 * @param event 0 or more
 */
public record FeedPosition(long feed, long index, int event) implements Comparable<FeedPosition> {
  private static final Pattern TEXT = Pattern.compile("([0-9a-f]{1,16})-(\\d{1,18})-(\\d{1,9})");

  public FeedPosition {
    check(index >= 0 && event >= 0, "feed position %d, %d is negative", index, event);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws ZonekeepException INVALID_ARGUMENT if it is something else
   */
  public static FeedPosition parse(String text) {
    Matcher parts = TEXT.matcher(text);
    check(parts.matches(), "\"%s\" is not the text of a feed position", text);
    return new FeedPosition(
        Long.parseUnsignedLong(parts.group(1), 16),
        Long.parseLong(parts.group(2)),
        Integer.parseInt(parts.group(3)));
  }

  /** Of positions of the same feed, the later is the greater. */
  @Override
  public int compareTo(FeedPosition other) {
    int byIndex = Long.compare(index, other.index);
    return byIndex != 0 ? byIndex : Integer.compare(event, other.event);
  }

  @Override
  public String toString() {
    return Long.toHexString(feed) + "-" + index + "-" + event;
  }
}
