package io.zonekeep.cli;

import com.google.gson.JsonObject;
import io.zonekeep.client.FeedListener;
import io.zonekeep.client.FeedPosition;
import io.zonekeep.client.FeedStart;
import io.zonekeep.client.Subscription;
import io.zonekeep.client.ZonekeepException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Prints each event as a line; told on the feed thread, waited for by the command's own. */
final class FeedPrinter<E> implements FeedListener<E> {
  private final ZonekeepCommand root;
  private final Function<E, JsonObject> json;
  private final Function<E, String> line;
  private final int count;
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
  private int printed;

  /** Prints {@code count} events; 0: without end. */
  FeedPrinter(
      ZonekeepCommand root, int count, Function<E, JsonObject> json, Function<E, String> line) {
    this.root = root;
    this.count = count;
    this.json = json;
    this.line = line;
  }

  int await(Subscription subscription) {
    try (subscription) {
      return exitCode.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof ZonekeepException known ? known : e;
    }
  }

  @Override
  public void onEvents(List<E> events, FeedPosition upTo) {
    for (E event : events) {
      if (exitCode.isDone()) {
        return;
      }
      root.terminal().out().println(root.json() ? Json.line(json.apply(event)) : line.apply(event));
      if (++printed == count) {
        exitCode.complete(ExitCode.DONE);
      }
    }
  }

  /** Whoever asked for a position wants all that comes after it. */
  @Override
  public FeedStart onPositionGone(FeedPosition asked, FeedPosition earliest) {
    root.terminal()
        .error(
            "events after %s are no longer kept: the earliest position is %s"
                .formatted(asked, earliest));
    exitCode.complete(ExitCode.REFUSED);
    return FeedStart.after(earliest);
  }

  @Override
  public void onEnd(ZonekeepException reason) {
    exitCode.completeExceptionally(reason);
  }
}
