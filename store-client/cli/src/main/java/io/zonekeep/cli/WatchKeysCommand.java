package io.zonekeep.cli;

import com.google.gson.JsonObject;
import io.zonekeep.client.KeyEvent;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "keys", description = "Keys that are written or removed; not their values.")
final class WatchKeysCommand implements Callable<Integer> {
  @Option(names = "--prefix", paramLabel = "PREFIX", description = "Only keys that begin so.")
  private String prefix = "";

  @Mixin private final WatchOptions options = new WatchOptions();

  private final ZonekeepCommand root;

  WatchKeysCommand(ZonekeepCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    FeedPrinter<KeyEvent> printer =
        new FeedPrinter<>(root, options.count(), WatchKeysCommand::json, WatchKeysCommand::line);
    byte[] bytes = BytesText.bytes(prefix);
    return root.withClient(client ->
        printer.await(client.feed(root.namespace()).keys(bytes, options.start(), printer)));
  }

  private static JsonObject json(KeyEvent event) {
    JsonObject object = new JsonObject();
    object.addProperty("position", event.position().toString());
    object.addProperty("kind", kind(event));
    BytesText.add(object, "key", event.key());
    object.addProperty("version", event.version());
    return object;
  }

  private static String line(KeyEvent event) {
    return "%s  %-7s  %d  %s"
        .formatted(event.position(), kind(event), event.version(), BytesText.shown(event.key()));
  }

  private static String kind(KeyEvent event) {
    return event.kind().name().toLowerCase(Locale.ROOT);
  }
}
