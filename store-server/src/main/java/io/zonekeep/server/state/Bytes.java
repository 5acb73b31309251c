package io.zonekeep.server.state;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An immutable string of bytes, ordered as unsigned bytes. Safe to share between threads. */
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** A copy of {@code content}. */
  public static Bytes copyOf(byte[] content) {
    return new Bytes(content.clone());
  }

  /** Takes {@code content} over without a copy; the caller must never change it again. */
  public static Bytes wrap(byte[] content) {
    return new Bytes(requireNonNull(content, "content is null"));
  }

  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The array itself, without a copy; the caller must not change it. */
  public byte[] array() {
    return content;
  }

  public int length() {
    return content.length;
  }

  public boolean startsWith(Bytes prefix) {
    return content.length >= prefix.content.length
        && Arrays.equals(
            content, 0, prefix.content.length, prefix.content, 0, prefix.content.length);
  }

  public String toUtf8() {
    return new String(content, StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /**
   * Length and the first bytes in hexadecimal: values may be secret or long, so never all of it.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(content.length + " bytes ");
    for (int i = 0; i < Math.min(content.length, 16); i++) {
      text.append(Character.forDigit((content[i] >> 4) & 15, 16));
      text.append(Character.forDigit(content[i] & 15, 16));
    }
    return text.toString();
  }
}
