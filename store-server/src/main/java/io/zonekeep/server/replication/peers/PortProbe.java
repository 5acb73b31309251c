package io.zonekeep.server.replication.peers;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Looks whether a process still listens at a peer's port. */
@FunctionalInterface
public interface PortProbe {
  /** What a connect met. */
  enum Answer {
    /** The machine is there and says that nobody listens: the process is gone. */
    REFUSED,
    /** Somebody listens. */
    ACCEPTED,
    /** Nothing came back, or another error: the peer may well be alive, and cut off. */
    SILENT
  }

  /** Bounds the probe: on a network where this is not enough, time-outs find the crash. */
  Duration TIMEOUT = Duration.ofMillis(200);

  Answer probe(Peer peer);

  /** Connects with TCP; blocks the calling thread. */
  static PortProbe tcp() {
    return peer -> {
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(peer.host(), peer.raftPort()), (int) TIMEOUT.toMillis());
        return Answer.ACCEPTED;
      } catch (SocketTimeoutException e) {
        return Answer.SILENT;
      } catch (ConnectException e) {
        return String.valueOf(e.getMessage()).contains("refused") ? Answer.REFUSED : Answer.SILENT;
      } catch (IOException e) {
        return Answer.SILENT;
      }
    };
  }
}
