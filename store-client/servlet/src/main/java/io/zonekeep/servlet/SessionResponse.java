package io.zonekeep.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;

/**
 * The response as the application sees it: just before anything of it leaves, the session is saved,
 * while its cookie can still be set and a failure can still become a 503.
 */
final class SessionResponse extends HttpServletResponseWrapper {
  private static final String CONTENT_LENGTH = "Content-Length";

  private final RequestSession state;
  private @Nullable ServletOutputStream stream;
  private @Nullable PrintWriter writer;
  private long written;
  private long contentLength = -1;
  private boolean full;

  SessionResponse(HttpServletResponse response, RequestSession state) {
    super(response);
    this.state = state;
  }

  /** So many more bytes are about to be written. */
  void writing(long bytes) {
    written += bytes;
    boolean complete = contentLength > 0 && written >= contentLength;
    if (!full && (complete || written >= getBufferSize())) {
      full = true;
      beforeCommit();
    }
  }

  void beforeCommit() {
    if (!isCommitted()) {
      state.save();
    }
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    if (stream == null) {
      stream = new WatchedStream(super.getOutputStream(), this);
    }
    return stream;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    if (writer == null) {
      PrintWriter plain = super.getWriter();
      writer = new WatchedWriter(plain, this, charset(getCharacterEncoding()));
    }
    return writer;
  }

  @Override
  public void flushBuffer() throws IOException {
    beforeCommit();
    super.flushBuffer();
  }

  @Override
  public void sendError(int status) throws IOException {
    beforeCommit();
    super.sendError(status);
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    beforeCommit();
    super.sendError(status, message);
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    beforeCommit();
    super.sendRedirect(location);
  }

  @Override
  public void sendRedirect(String location, boolean clearBuffer) throws IOException {
    beforeCommit();
    super.sendRedirect(location, clearBuffer);
  }

  @Override
  public void sendRedirect(String location, int status) throws IOException {
    beforeCommit();
    super.sendRedirect(location, status);
  }

  @Override
  public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
    beforeCommit();
    super.sendRedirect(location, status, clearBuffer);
  }

  @Override
  public void reset() {
    super.reset();
    contentLength = -1;
    emptied();
    stream = null;
    writer = null;
    state.responseWasReset();
  }

  @Override
  public void resetBuffer() {
    super.resetBuffer();
    emptied();
  }

  @Override
  public void setContentLength(int length) {
    lengthIs(length);
    super.setContentLength(length);
  }

  @Override
  public void setContentLengthLong(long length) {
    lengthIs(length);
    super.setContentLengthLong(length);
  }

  @Override
  public void setHeader(String name, String value) {
    lengthMayBe(name, value);
    super.setHeader(name, value);
  }

  @Override
  public void addHeader(String name, String value) {
    lengthMayBe(name, value);
    super.addHeader(name, value);
  }

  @Override
  public void setIntHeader(String name, int value) {
    lengthMayBe(name, Integer.toString(value));
    super.setIntHeader(name, value);
  }

  @Override
  public void addIntHeader(String name, int value) {
    lengthMayBe(name, Integer.toString(value));
    super.addIntHeader(name, value);
  }

  /** The id never goes into a URL, where others could read it. */
  @Override
  public String encodeURL(String url) {
    return url;
  }

  @Override
  public String encodeRedirectURL(String url) {
    return url;
  }

  private void emptied() {
    written = 0;
    full = false;
  }

  private void lengthMayBe(String name, @Nullable String value) {
    if (!name.equalsIgnoreCase(CONTENT_LENGTH) || value == null) {
      return;
    }
    try {
      lengthIs(Long.parseLong(value.strip()));
    } catch (NumberFormatException e) {
      contentLength = -1;
    }
  }

  private void lengthIs(long length) {
    contentLength = length;
    if (written > 0) {
      writing(0);
    }
  }

  private static Charset charset(@Nullable String name) {
    try {
      return name == null ? StandardCharsets.ISO_8859_1 : Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return StandardCharsets.UTF_8;
    }
  }
}
