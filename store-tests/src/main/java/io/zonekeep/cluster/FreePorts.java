package io.zonekeep.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports to listen on. They lie below the range from which Linux takes the ports of outgoing
 * connections (32768 and up), so that nobody takes one while its node is down.
 */
public final class FreePorts {
  private static final int FIRST = 15_000;
  private static final int LAST = 32_000;

  private FreePorts() {}

  public static List<Integer> take(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      while (held.size() < count) {
        tryPort(ThreadLocalRandom.current().nextInt(FIRST, LAST), held);
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      held.forEach(FreePorts::close);
    }
  }

  private static void tryPort(int port, List<ServerSocket> held) {
    try {
      ServerSocket socket = new ServerSocket();
      held.add(socket);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException taken) {
      close(held.removeLast());
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot close a socket that nobody used", e);
    }
  }
}
