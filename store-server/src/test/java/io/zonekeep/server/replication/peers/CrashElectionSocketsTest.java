package io.zonekeep.server.replication.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeep.server.replication.peers.PortProbe.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Standbys b and c with real links to primary a, which goes in various ways. */
final class CrashElectionSocketsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
  }

  @Test
  void whenThePrimaryDiesTheLongerLogStandsAtOnceAndTheOtherAfterItsTurn() throws Exception {
    ServerSocket raftPort = opened(new ServerSocket(0, 50, LOOPBACK));
    Cluster cluster = new Cluster(raftPort.getLocalPort());
    cluster.c.position = PeerNode.standby("sessions", "c", 1, 11, Optional.of("a"));
    raftPort.close();
    cluster.a.kill();

    await().until(() -> cluster.electionsOfC.get() == 1);
    // c did not become primary in this test, so b goes too.
    await().until(() -> cluster.electionsOfB.get() == 1);
    assertThat(cluster.electionsOfC).hasValue(1);
  }

  @Test
  void aPrimaryWhoseRaftPortStillAnswersIsLeftInOffice() throws Exception {
    ServerSocket raftPort = opened(new ServerSocket(0, 50, LOOPBACK));
    Cluster cluster = new Cluster(raftPort.getLocalPort());
    cluster.a.kill();
    cluster.assertNoElection();
  }

  @Test
  void aPrimaryBehindABlackHoleIsLeftToTheTimeouts() throws Exception {
    Cluster cluster = new Cluster(blackHole());
    cluster.a.kill();
    cluster.assertNoElection();
  }

  @Test
  void theProbeTellsRefusedFromSilentFromAccepted() throws Exception {
    ServerSocket listening = opened(new ServerSocket(0, 50, LOOPBACK));
    assertThat(probe(listening.getLocalPort())).isEqualTo(Answer.ACCEPTED);
    listening.close();
    assertThat(probe(listening.getLocalPort())).isEqualTo(Answer.REFUSED);
    assertThat(probe(blackHole())).isEqualTo(Answer.SILENT);
    assertThat(PortProbe.tcp().probe(new Peer("a", "no-such-host.invalid", 1, 1)))
        .isEqualTo(Answer.SILENT);
  }

  private static Answer probe(int port) {
    return PortProbe.tcp().probe(new Peer("a", "127.0.0.1", 1, port));
  }

  /** A port whose queue of connections is full: the kernel drops what comes. */
  private int blackHole() throws IOException {
    ServerSocket full = opened(new ServerSocket(0, 1, LOOPBACK));
    for (int i = 0; i < 64; i++) {
      Socket filler = opened(new Socket());
      try {
        filler.connect(new InetSocketAddress(LOOPBACK, full.getLocalPort()), 100);
      } catch (SocketTimeoutException e) {
        return full.getLocalPort();
      }
    }
    throw new AssertionError("the queue never filled");
  }

  private <T extends AutoCloseable> T opened(T one) {
    opened.add(one);
    return one;
  }

  private final class Cluster {
    final PeerNode a;
    final PeerNode b;
    final PeerNode c;
    final AtomicInteger electionsOfB = new AtomicInteger();
    final AtomicInteger electionsOfC = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();

    Cluster(int raftPortOfA) throws IOException {
      a = opened(new PeerNode("sessions", "a"));
      b = opened(new PeerNode("sessions", "b"));
      c = opened(new PeerNode("sessions", "c"));
      Peer primary = new Peer("a", "127.0.0.1", a.port, raftPortOfA);
      standby(b, List.of(primary, c.peer()), electionsOfB);
      standby(c, List.of(primary, b.peer()), electionsOfC);
    }

    private void standby(PeerNode node, List<Peer> peers, AtomicInteger elections) {
      PeerLinks links =
          opened(new PeerLinks("sessions", node.position.nodeId(), peers, System::nanoTime));
      opened(
          CrashElection.watching(
              links, peers, () -> node.position, () -> elections.incrementAndGet() > 0));
      links.onBroken(peer -> broken.incrementAndGet());
      links.start();
      await().until(() -> peers.stream().allMatch(peer -> links.up(peer.nodeId())));
    }

    void assertNoElection() {
      await().until(() -> broken.get() == 2);
      await()
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(3))
          .until(() -> electionsOfB.get() + electionsOfC.get() == 0);
    }
  }
}
