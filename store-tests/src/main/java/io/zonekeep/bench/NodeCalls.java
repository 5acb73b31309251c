package io.zonekeep.bench;

import io.zonekeep.cluster.LocalNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a node says on its page /metrics of the gRPC calls that it has served. */
final class NodeCalls {
  private static final Pattern COUNT =
      Pattern.compile("zonekeep_calls_seconds_count\\{kind=\"(\\w+)\",.*} (\\S+)");

  private NodeCalls() {}

  /** Calls by kind, whatever their outcome. */
  static Map<String, Long> of(LocalNode node) {
    Map<String, Long> calls = new TreeMap<>();
    page(node)
        .lines()
        .map(COUNT::matcher)
        .filter(Matcher::matches)
        .forEach(line ->
            calls.merge(line.group(1), (long) Double.parseDouble(line.group(2)), Long::sum));
    return calls;
  }

  private static String page(LocalNode node) {
    URI uri = URI.create("http://" + node.adminAddress() + "/metrics");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading " + uri, e);
    }
  }
}
