package io.zonekeep.servlet;

import io.zonekeep.server.EmbeddedStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls that the store itself has counted, by kind. */
final class StoreCalls {
  private static final Pattern COUNT =
      Pattern.compile("(?m)^zonekeep_calls_seconds_count\\{.*kind=\"(\\w+)\".*} (\\d+)");

  private final EmbeddedStore store;

  StoreCalls(EmbeddedStore store) {
    this.store = store;
  }

  /** What came in while {@code action} ran: kind to count, without those of which none came. */
  Map<String, Long> during(Runnable action) {
    Map<String, Long> before = now();
    action.run();
    Map<String, Long> since = now();
    before.forEach((kind, count) -> since.merge(kind, -count, Long::sum));
    since.values().removeIf(count -> count == 0);
    return since;
  }

  private Map<String, Long> now() {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String text =
          client
              .send(
                  HttpRequest.newBuilder(URI.create(store.adminAddress() + "/metrics")).build(),
                  BodyHandlers.ofString())
              .body();
      Map<String, Long> counts = new TreeMap<>();
      Matcher matcher = COUNT.matcher(text);
      while (matcher.find()) {
        counts.merge(matcher.group(1), Long.parseLong(matcher.group(2)), Long::sum);
      }
      return counts;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
