package io.zonekeep.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy on loopback whose connections can be made half-open: they stay up, but nothing passes
 * any more. Connections made afterwards pass.
 */
final class PausableProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int backendPort;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile int pausedUpTo;
  private volatile int accepted;

  PausableProxy(int backendPort) throws IOException {
    this.backendPort = backendPort;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  int accepted() {
    return accepted;
  }

  /** Nothing passes on the present connections any more. */
  void pauseConnections() {
    pausedUpTo = accepted;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket front = listener.accept();
        int number = accepted + 1;
        accepted = number;
        Socket back = new Socket(InetAddress.getLoopbackAddress(), backendPort);
        sockets.add(front);
        sockets.add(back);
        start(() -> copy(number, front, back));
        start(() -> copy(number, back, front));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void copy(int number, Socket from, Socket to) {
    byte[] buffer = new byte[16 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (number > pausedUpTo) {
          out.write(buffer, 0, read);
        }
      }
    } catch (IOException closed) {
      // One side has ended.
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
