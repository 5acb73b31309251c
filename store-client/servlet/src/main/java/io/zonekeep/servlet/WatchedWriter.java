package io.zonekeep.servlet;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Tells the response of what is about to be written. */
final class WatchedWriter extends PrintWriter {
  private static final int BYTES_PER_CHAR_MAX = 4;

  private final SessionResponse response;
  private final boolean utf8;
  private final boolean oneByte;

  WatchedWriter(PrintWriter writer, SessionResponse response, Charset charset) {
    super(writer);
    this.response = response;
    utf8 = charset.equals(StandardCharsets.UTF_8);
    oneByte =
        charset.equals(StandardCharsets.ISO_8859_1) || charset.equals(StandardCharsets.US_ASCII);
  }

  @Override
  public void write(int one) {
    response.writing(bytes((char) one));
    super.write(one);
  }

  @Override
  public void write(char[] text, int offset, int length) {
    long bytes = 0;
    for (int i = offset; i < offset + length; i++) {
      bytes += bytes(text[i]);
    }
    response.writing(bytes);
    super.write(text, offset, length);
  }

  @Override
  public void write(String text, int offset, int length) {
    long bytes = 0;
    for (int i = offset; i < offset + length; i++) {
      bytes += bytes(text.charAt(i));
    }
    response.writing(bytes);
    super.write(text, offset, length);
  }

  /** PrintWriter's own goes past the methods above. */
  @Override
  public void println() {
    write(System.lineSeparator());
  }

  @Override
  public void flush() {
    response.beforeCommit();
    super.flush();
  }

  @Override
  public void close() {
    response.beforeCommit();
    super.close();
  }

  /** Exact where it is cheap to be, else too many: then the session is saved a little early. */
  private int bytes(char one) {
    if (oneByte) {
      return 1;
    }
    if (!utf8) {
      return BYTES_PER_CHAR_MAX;
    }
    if (one < 0x80) {
      return 1;
    }
    return one < 0x800 || Character.isSurrogate(one) ? 2 : 3;
  }
}
