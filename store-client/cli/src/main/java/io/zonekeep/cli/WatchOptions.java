package io.zonekeep.cli;

import io.zonekeep.client.FeedPosition;
import io.zonekeep.client.FeedStart;
import picocli.CommandLine.Option;

/** Where a watch begins and when it ends. */
final class WatchOptions {
  @Option(
      names = "--from",
      paramLabel = "POSITION",
      defaultValue = "now",
      description =
          "now, earliest, or a position that was printed: events after it. Default: ${DEFAULT-VALUE}.")
  private String from = "";

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "0",
      description = "Ends after so many events. Default: never.")
  private int count;

  FeedStart start() {
    return switch (from) {
      case "now" -> FeedStart.now();
      case "earliest" -> FeedStart.earliest();
      default -> FeedStart.after(FeedPosition.parse(from));
    };
  }

  /** 0: no end. */
  int count() {
    if (count < 0) {
      throw new UsageException("--count is " + count + ", and must be at least 1");
    }
    return count;
  }
}
