package io.zonekeep.server.admin;

/** Writes JSON objects of texts, numbers and other values already written. Used by one thread. */
public final class Json {
  private final StringBuilder text = new StringBuilder("{");

  public Json with(String name, String value) {
    return raw(name, quoted(value));
  }

  public Json with(String name, long value) {
    return raw(name, Long.toString(value));
  }

  public Json with(String name, boolean value) {
    return raw(name, Boolean.toString(value));
  }

  /** {@code json} is JSON already. */
  public Json raw(String name, String json) {
    if (text.length() > 1) {
      text.append(',');
    }
    text.append(quoted(name)).append(':').append(json);
    return this;
  }

  @Override
  public String toString() {
    return text + "}";
  }

  private static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
