package io.zonekeep.cli;

import com.google.gson.JsonObject;
import io.zonekeep.client.SessionEvent;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "sessions", description = "Sessions that begin, end, or change their id.")
final class WatchSessionsCommand implements Callable<Integer> {
  @Mixin private final WatchOptions options = new WatchOptions();

  private final ZonekeepCommand root;

  WatchSessionsCommand(ZonekeepCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    FeedPrinter<SessionEvent> printer =
        new FeedPrinter<>(
            root, options.count(), WatchSessionsCommand::json, WatchSessionsCommand::line);
    return root.withClient(
        client -> printer.await(client.feed(root.namespace()).sessions(options.start(), printer)));
  }

  private static JsonObject json(SessionEvent event) {
    JsonObject object = new JsonObject();
    object.addProperty("position", event.position().toString());
    object.addProperty("kind", kind(event));
    object.addProperty("session", event.sessionId());
    event.previousId().ifPresent(id -> object.addProperty("previous_session", id));
    event.principal().ifPresent(principal -> object.addProperty("principal", principal));
    return object;
  }

  private static String line(SessionEvent event) {
    return "%s  %-10s  %s%s%s"
        .formatted(
            event.position(),
            kind(event),
            shown(event.sessionId()),
            event.previousId().map(id -> "  was " + shown(id)).orElse(""),
            event.principal().map(principal -> "  of " + shown(principal)).orElse(""));
  }

  private static String shown(String text) {
    return BytesText.shown(BytesText.bytes(text));
  }

  private static String kind(SessionEvent event) {
    return event.kind().name().toLowerCase(Locale.ROOT);
  }
}
