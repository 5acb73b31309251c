package io.zonekeep.server.replication.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.server.replication.FolderUse;
import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.peers.CrashDecision.LeaveIt;
import io.zonekeep.server.replication.peers.CrashDecision.StandAfter;
import io.zonekeep.server.replication.peers.PortProbe.Answer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Node b, when primary a dies; c is the other standby. */
final class CrashElectionTest {
  private static final List<Peer> PEERS = List.of(peer("a"), peer("c"));

  private PeerPosition self = standby("b", 5, 5, 100);
  private Optional<PeerPosition> other = Optional.of(standby("c", 5, 5, 100));
  private Answer port = Answer.REFUSED;
  private final List<String> elections = new ArrayList<>();
  private final Steps steps = new Steps();
  private final CrashElection election =
      new CrashElection(
          PEERS,
          () -> self,
          peer -> {
            assertThat(peer).isEqualTo("c");
            return other
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.failedFuture(new RuntimeException("down")));
          },
          peer -> {
            assertThat(peer.nodeId()).isEqualTo("a");
            return port;
          },
          () -> elections.add(self.nodeId()),
          steps);

  @Test
  void theLowerIdGoesFirstOnEqualLogs() {
    breakPrimary();
    assertThat(elections).hasSize(1);
    assertThat(steps.delays).containsExactly(Duration.ZERO);
  }

  @Test
  void theLongerLogGoesFirst() {
    other = Optional.of(standby("c", 5, 5, 99));
    breakPrimary();
    assertThat(elections).hasSize(1);
  }

  @Test
  void theShorterLogWaitsItsTurnAndThenGoes() {
    other = Optional.of(standby("c", 5, 5, 101));
    breakPrimary();
    assertThat(elections).isEmpty();
    steps.runNext();
    assertThat(elections).hasSize(1);
    assertThat(steps.delays).containsExactly(Duration.ZERO, Duration.ofMillis(150));
  }

  @Test
  void theLaterTermBeatsTheLongerLog() {
    other = Optional.of(standby("c", 5, 4, 1000));
    breakPrimary();
    assertThat(elections).hasSize(1);
  }

  @Test
  void theSecondStaysIfThereIsANewPrimaryOrAnElectionByThen() {
    other = Optional.of(standby("c", 5, 5, 101));
    breakPrimary();
    self = with(self, NodeRole.STANDBY, Optional.of("c"));
    steps.runNext();
    assertThat(elections).isEmpty();

    self = standby("b", 5, 5, 100);
    breakPrimary();
    self = with(self, NodeRole.STANDBY, Optional.empty());
    steps.runNext();
    assertThat(elections).isEmpty();
  }

  @Test
  void theSecondStaysIfTheOldPrimaryListensAgain() {
    other = Optional.of(standby("c", 5, 5, 101));
    breakPrimary();
    port = Answer.ACCEPTED;
    steps.runNext();
    assertThat(elections).isEmpty();
  }

  @Test
  void aPortThatIsSilentOrTakesConnectionsIsNoCrash() {
    for (Answer alive : List.of(Answer.SILENT, Answer.ACCEPTED)) {
      port = alive;
      breakPrimary();
      for (int look = 1; look < CrashElection.LOOKS_MAX && alive == Answer.ACCEPTED; look++) {
        steps.runNext();
      }
      assertThat(elections).as("%s", alive).isEmpty();
      assertThat(steps.waiting).isEmpty();
    }
  }

  @Test
  void aPortThatClosesALittleLaterIsACrash() {
    port = Answer.ACCEPTED;
    breakPrimary();
    port = Answer.REFUSED;
    steps.runNext();
    assertThat(elections).hasSize(1);
  }

  @Test
  void onlyAStandbyStands() {
    for (NodeRole role : NodeRole.values()) {
      elections.clear();
      self = with(self, role, Optional.of("a"));
      breakPrimary();
      assertThat(elections).as("%s", role).hasSize(role == NodeRole.STANDBY ? 1 : 0);
    }
  }

  @Test
  void aBrokenLinkToAnotherStandbyIsNoMatter() {
    election.broken("c");
    steps.runNext();
    assertThat(elections).isEmpty();
  }

  @Test
  void aNodeThatFollowsNobodyOrAnotherDoesNotStand() {
    for (Optional<String> primary : List.of(Optional.<String>empty(), Optional.of("c"))) {
      self = with(self, NodeRole.STANDBY, primary);
      breakPrimary();
      assertThat(elections).isEmpty();
    }
  }

  @Test
  void aloneItDoesNotStandForItCouldNotWin() {
    other = Optional.empty();
    breakPrimary();
    assertThat(elections).isEmpty();
  }

  @Test
  void aPeerInANewerTermOrAlreadyPrimaryEndsIt() {
    other = Optional.of(standby("c", 6, 5, 100));
    breakPrimary();
    other = Optional.of(with(standby("c", 5, 5, 100), NodeRole.PRIMARY, Optional.of("c")));
    breakPrimary();
    assertThat(elections).isEmpty();
  }

  @Test
  void whoRebuildsIsNotWaitedFor() {
    other = Optional.of(with(standby("c", 5, 5, 200), NodeRole.REBUILDING, Optional.of("a")));
    breakPrimary();
    assertThat(elections).hasSize(1);
  }

  /** Whatever the two logs are, exactly one of the two goes at once and the other waits. */
  @Test
  void bothStandbysComeToTheSameOrder() {
    for (long termOfB : new long[] {4, 5}) {
      for (long indexOfB : new long[] {-1, 0, 99, 100}) {
        for (long termOfC : new long[] {4, 5}) {
          for (long indexOfC : new long[] {-1, 0, 99, 100}) {
            PeerPosition b = standby("b", 5, termOfB, indexOfB);
            PeerPosition c = standby("c", 5, termOfC, indexOfC);
            assertThat(
                    List.of(
                        CrashDecision.decide(b, List.of(c), "a", 3),
                        CrashDecision.decide(c, List.of(b), "a", 3)))
                .containsExactlyInAnyOrder(
                    new StandAfter(Duration.ZERO), new StandAfter(CrashDecision.TURN));
          }
        }
      }
    }
    assertThat(CrashDecision.decide(self, List.of(), "a", 3)).isInstanceOf(LeaveIt.class);
    assertThat(CrashDecision.decide(self, List.of(), "a", 2)).isInstanceOf(LeaveIt.class);
  }

  private void breakPrimary() {
    election.broken("a");
    steps.runNext();
  }

  private static Peer peer(String nodeId) {
    return new Peer(nodeId, "127.0.0.1", 0, 0);
  }

  private static PeerPosition standby(String nodeId, long term, long logTerm, long logIndex) {
    return new PeerPosition(
        "sessions",
        nodeId,
        FolderUse.IN_USE,
        term,
        NodeRole.STANDBY,
        true,
        logTerm,
        logIndex,
        logIndex,
        Optional.of("a"));
  }

  private static PeerPosition with(PeerPosition like, NodeRole role, Optional<String> primary) {
    return new PeerPosition(
        like.cluster(),
        like.nodeId(),
        like.folder(),
        like.term(),
        role,
        like.healthy(),
        like.lastLogTerm(),
        like.lastLogIndex(),
        like.appliedIndex(),
        primary);
  }

  /** Time that goes on when the test says so. */
  private static final class Steps implements CrashElection.Later {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final List<Duration> delays = new ArrayList<>();

    @Override
    public void run(Duration delay, Runnable step) {
      delays.add(delay);
      waiting.add(step);
    }

    void runNext() {
      waiting.remove().run();
    }

    @Override
    public void close() {}
  }
}
