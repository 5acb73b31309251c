package io.zonekeep.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.zonekeep.client.Entry;

/** The JSON shapes that more than one command prints. Scripts rely on their names. */
final class Json {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private static final Gson GSON_LINES =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private Json() {}

  static void print(Terminal terminal, JsonElement element) {
    terminal.out().println(GSON.toJson(element));
  }

  /** On one line: one of many that a script reads as they come. */
  static String line(JsonElement element) {
    return GSON_LINES.toJson(element);
  }

  static JsonObject entry(Entry entry, boolean withValue) {
    JsonObject object = new JsonObject();
    BytesText.add(object, "key", entry.key());
    if (withValue) {
      BytesText.add(object, "value", entry.value());
    }
    object.addProperty("version", entry.version());
    entry.remaining().ifPresent(left -> object.addProperty("remaining_millis", left.toMillis()));
    return object;
  }

  /** Of a write: whether it was applied, and the version written or found. */
  static JsonObject write(boolean applied, long version) {
    JsonObject object = new JsonObject();
    object.addProperty("applied", applied);
    object.addProperty("version", version);
    return object;
  }
}
