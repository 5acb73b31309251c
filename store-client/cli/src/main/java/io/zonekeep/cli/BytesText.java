package io.zonekeep.cli;

import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Keys and values are bytes; most are text. Shows both without a doubt which is which. */
final class BytesText {
  private static final int SHOWN_CHARACTERS_MAX = 60;

  private BytesText() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** For a table: text on one line, cut with an ellipsis; other bytes as 0x and hexadecimal. */
  static String shown(byte[] bytes) {
    String whole =
        text(bytes).map(BytesText::escaped).orElseGet(() -> "0x" + HexFormat.of().formatHex(bytes));
    if (whole.codePointCount(0, whole.length()) <= SHOWN_CHARACTERS_MAX) {
      return whole;
    }
    return whole.substring(0, whole.offsetByCodePoints(0, SHOWN_CHARACTERS_MAX - 1)) + "…";
  }

  /** Adds {@code name} if the bytes are UTF-8, else {@code name_base64}. */
  static void add(JsonObject object, String name, byte[] bytes) {
    text(bytes)
        .ifPresentOrElse(
            text -> object.addProperty(name, text),
            () -> object.addProperty(name + "_base64", Base64.getEncoder().encodeToString(bytes)));
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** A value must not move the cursor or colour the terminal. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          switch (point) {
            case '\n' -> escaped.append("\\n");
            case '\t' -> escaped.append("\\t");
            case '\r' -> escaped.append("\\r");
            default -> {
              if (Character.isISOControl(point)) {
                escaped.append(String.format("\\x%02x", point));
              } else {
                escaped.appendCodePoint(point);
              }
            }
          }
        });
    return escaped.toString();
  }
}
