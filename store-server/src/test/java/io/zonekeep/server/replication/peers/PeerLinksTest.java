package io.zonekeep.server.replication.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonekeep.server.replication.NotPrimaryException;
import io.zonekeep.server.replication.PrimaryHint;
import io.zonekeep.server.state.AppliedPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PeerLinksTest {
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
  }

  @Test
  void aPeersBeatsAreHeardAndItsChangesAtOnce() throws Exception {
    PeerNode b = opened(new PeerNode("sessions", "b"));
    PeerLinks links = links("a", b.peer());
    await().until(() -> links.up("b"));
    assertThat(links.lastBeat("b")).contains(b.position);

    b.position = PeerNode.standby("sessions", "b", 2, 77, Optional.of("c"));
    b.peerServer.changed();
    await().until(() -> links.lastBeat("b").equals(Optional.of(b.position)));
    assertThat(links.silence("b").orElseThrow()).isLessThan(Duration.ofSeconds(5));
    assertThat(links.trouble("b")).isEmpty();
  }

  /** The store goes on telling of changes while the node closes. */
  @Test
  void newsAfterTheEndIsPassedOver() throws Exception {
    PeerNode b = opened(new PeerNode("sessions", "b"));
    b.peerServer.close();
    assertThatCode(b.peerServer::changed).doesNotThrowAnyException();
  }

  @Test
  void aPeerIsAskedWhereItStands() throws Exception {
    PeerNode b = opened(new PeerNode("sessions", "b"));
    PeerLinks links = links("a", b.peer());
    assertThat(links.position("b", DEADLINE).get(10, TimeUnit.SECONDS)).isEqualTo(b.position);
  }

  @Test
  void aBreakIsToldOnceAndTheLinkComesBackByItself() throws Exception {
    PeerNode b = opened(new PeerNode("sessions", "b"));
    PeerLinks links = links("a", b.peer());
    List<String> broken = new CopyOnWriteArrayList<>();
    links.onBroken(broken::add);
    await().until(() -> links.up("b"));

    b.kill();
    await().until(() -> broken.size() == 1);
    assertThat(links.up("b")).isFalse();
    assertThatThrownBy(() -> links.position("b", DEADLINE).get(10, TimeUnit.SECONDS))
        .hasMessageContaining("UNAVAILABLE");
    await().until(() -> links.trouble("b").isPresent());

    opened(new PeerNode("sessions", "b", b.port));
    await().atMost(Duration.ofSeconds(10)).until(() -> links.up("b"));
    assertThat(broken).containsExactly("b");
  }

  @Test
  void aPeerThatIsNotThereYetIsFoundSoonAfterItCame() throws Exception {
    PeerNode first = new PeerNode("sessions", "b");
    first.close();
    PeerLinks links = links("a", first.peer());
    await().until(() -> links.trouble("b").isPresent());
    // Long enough for gRPC's own backoff, had it any part in this, to have grown to seconds.
    await().pollDelay(Duration.ofMillis(3500)).until(() -> !links.up("b"));
    opened(new PeerNode("sessions", "b", first.port));
    long from = System.nanoTime();
    await().pollInterval(Duration.ofMillis(5)).until(() -> links.up("b"));
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofMillis(1500));
  }

  @Test
  void callersOfAnotherClusterAndStrangersAreRefused() throws Exception {
    PeerNode b = opened(new PeerNode("sessions", "b"));
    assertRefused(opened(new PeerLinks("carts", "a", List.of(b.peer()), System::nanoTime)), "b");
    assertRefused(links("z", b.peer()), "b");
    assertRefused(links("b", b.peer()), "b");
  }

  private static void assertRefused(PeerLinks links, String peer) {
    links.start();
    assertThatThrownBy(() -> links.position(peer, DEADLINE).get(10, TimeUnit.SECONDS))
        .hasMessageContaining("FAILED_PRECONDITION");
    await().until(() -> links.trouble(peer).filter(why -> why.contains("FAILED_PREC")).isPresent());
    assertThat(links.lastBeat(peer)).isEmpty();
  }

  @Test
  void whatAnotherNodeAnswersAtAPeersAddressIsNotThePeers() throws Exception {
    PeerNode c = opened(new PeerNode("sessions", "c"));
    PeerLinks links = links("a", new Peer("b", "127.0.0.1", c.port, c.port));
    assertThatThrownBy(() -> links.position("b", DEADLINE).get(10, TimeUnit.SECONDS))
        .hasMessageContaining("the address of b is answered by node c");
    await().until(() -> links.trouble("b").filter(w -> w.contains("answered by")).isPresent());
    assertThat(links.lastBeat("b")).isEmpty();
  }

  @Test
  void rejoiningEndsWithAPositionOrWithTheReason() throws Exception {
    PeerNode b = opened(new PeerNode("sessions", "b"));
    PeerLinks links = links("a", b.peer());
    assertThat(links.rejoin("b", DEADLINE).get(10, TimeUnit.SECONDS))
        .isEqualTo(new AppliedPosition(7, 70));

    b.rejoin =
        CompletableFuture.failedFuture(
            new NotPrimaryException(new PrimaryHint(4, Optional.empty())));
    assertThatThrownBy(() -> links.rejoin("b", DEADLINE).get(10, TimeUnit.SECONDS))
        .hasMessageContaining("FAILED_PRECONDITION: no primary is known");
  }

  private PeerLinks links(String nodeId, Peer peer) {
    PeerLinks links = opened(new PeerLinks("sessions", nodeId, List.of(peer), System::nanoTime));
    links.start();
    return links;
  }

  private <T extends AutoCloseable> T opened(T one) {
    opened.add(one);
    return one;
  }
}
