package io.zonekeep.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** Tells the response of what is about to be written. */
final class WatchedStream extends ServletOutputStream {
  private final ServletOutputStream stream;
  private final SessionResponse response;

  WatchedStream(ServletOutputStream stream, SessionResponse response) {
    this.stream = stream;
    this.response = response;
  }

  @Override
  public void write(int one) throws IOException {
    response.writing(1);
    stream.write(one);
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    response.writing(length);
    stream.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    response.beforeCommit();
    stream.flush();
  }

  @Override
  public void close() throws IOException {
    response.beforeCommit();
    stream.close();
  }

  @Override
  public boolean isReady() {
    return stream.isReady();
  }

  @Override
  public void setWriteListener(WriteListener listener) {
    stream.setWriteListener(listener);
  }
}
