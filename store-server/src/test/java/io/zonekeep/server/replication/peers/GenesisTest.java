package io.zonekeep.server.replication.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.server.replication.FolderUse;
import io.zonekeep.server.replication.NodeRole;
import io.zonekeep.server.replication.peers.StartDecision.Rebuild;
import io.zonekeep.server.replication.peers.StartDecision.StartAsVoter;
import io.zonekeep.server.replication.peers.StartDecision.Wait;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class GenesisTest {

  /** Every answer a peer can give that the decision could tell apart. */
  private static List<Optional<PeerPosition>> allAnswers(String nodeId) {
    List<Optional<PeerPosition>> answers = new ArrayList<>();
    answers.add(Optional.empty());
    for (FolderUse folder : FolderUse.values()) {
      for (NodeRole role : NodeRole.values()) {
        for (long term : new long[] {0, 1}) {
          for (long lastLogIndex : new long[] {-1, 0}) {
            answers.add(Optional.of(position(nodeId, folder, role, term, lastLogIndex)));
          }
        }
      }
    }
    return answers;
  }

  @Test
  void allCombinationsOfThreeNodesFollowTheRules() {
    int combinations = 0;
    for (FolderUse own : FolderUse.values()) {
      for (boolean rebuilding : new boolean[] {false, true}) {
        for (Optional<PeerPosition> b : allAnswers("b")) {
          for (Optional<PeerPosition> c : allAnswers("c")) {
            StartDecision decision = Genesis.decide(own, rebuilding, Map.of("b", b, "c", c));
            assertThat(decision)
                .as("own %s rebuilding %s b %s c %s", own, rebuilding, b, c)
                .isInstanceOf(expected(own, rebuilding, b, c));
            combinations++;
          }
        }
      }
    }
    assertThat(combinations).isEqualTo(3 * 2 * 61 * 61);
  }

  /** The rules once more, said from the other side: what may never happen. */
  private static Class<? extends StartDecision> expected(
      FolderUse own, boolean rebuilding, Optional<PeerPosition> b, Optional<PeerPosition> c) {
    if (rebuilding) {
      return Rebuild.class;
    }
    if (own == FolderUse.IN_USE) {
      return StartAsVoter.class;
    }
    if (usedForSure(b) || usedForSure(c)) {
      return Rebuild.class;
    }
    return b.isPresent() && c.isPresent() ? StartAsVoter.class : Wait.class;
  }

  private static boolean usedForSure(Optional<PeerPosition> answer) {
    return answer
        .filter(position ->
            position.folder() == FolderUse.IN_USE
                || position.term() > 0
                || position.lastLogIndex() >= 0
                || position.role() == NodeRole.PRIMARY
                || position.role() == NodeRole.REBUILDING)
        .isPresent();
  }

  @Test
  void aSingleNodeStartsAtOnce() {
    for (FolderUse own : FolderUse.values()) {
      assertThat(Genesis.decide(own, false, Map.of())).isEqualTo(new StartAsVoter());
    }
  }

  @Test
  void aSingleNodeThatLostItsDataHasNobodyToAsk() {
    assertThat(Genesis.decide(FolderUse.EMPTY, true, Map.of())).isInstanceOf(Wait.class);
  }

  @Test
  void theReasonsNameTheNodes() {
    assertThat(
            Genesis.decide(FolderUse.EMPTY, false, Map.of("c", Optional.empty(), "b", unused("b"))))
        .isEqualTo(new Wait("first start needs all nodes once; waiting for c"));
    assertThat(
            Genesis.decide(
                FolderUse.EMPTY, false, Map.of("c", Optional.empty(), "b", Optional.empty())))
        .isEqualTo(new Wait("first start needs all nodes once; waiting for b and c"));
    assertThat(
            Genesis.decide(
                FolderUse.UNUSED,
                false,
                Map.of(
                    "c",
                    Optional.empty(),
                    "b",
                    Optional.of(position("b", FolderUse.IN_USE, NodeRole.STARTING, 0, -1)))))
        .isEqualTo(new Rebuild("this node has no data, but b of its cluster was used"));
  }

  @Test
  void theLoopSaysNowAndThenWhyItWaitsAndFoundsAfterAPause() throws InterruptedException {
    Deque<Optional<PeerPosition>> answersOfC = repeated(Optional.empty(), 120);
    answersOfC.add(unused("c"));
    List<String> said = new ArrayList<>();
    List<Duration> pauses = new ArrayList<>();

    StartDecision decision =
        new GenesisLoop(
                FolderUse.EMPTY,
                false,
                List.of("b", "c"),
                peer ->
                    (peer.equals("b") ? unused("b") : answersOfC.remove())
                        .map(CompletableFuture::completedFuture)
                        .orElseGet(
                            () -> CompletableFuture.failedFuture(new RuntimeException("down"))),
                said::add,
                pauses::add)
            .run();

    assertThat(decision).isEqualTo(new StartAsVoter());
    assertThat(said).hasSize(3).containsOnly("first start needs all nodes once; waiting for c");
    assertThat(pauses).hasSize(121).last().isEqualTo(GenesisLoop.FOUNDING_PAUSE);
  }

  @Test
  void aUsedFolderStartsWithoutAskingAnybody() throws InterruptedException {
    StartDecision decision =
        new GenesisLoop(
                FolderUse.IN_USE,
                false,
                List.of("b", "c"),
                peer -> CompletableFuture.failedFuture(new AssertionError("asked " + peer)),
                reason -> {
                  throw new AssertionError(reason);
                },
                pause -> {
                  throw new AssertionError("paused " + pause);
                })
            .run();
    assertThat(decision).isEqualTo(new StartAsVoter());
  }

  private static Deque<Optional<PeerPosition>> repeated(Optional<PeerPosition> answer, int times) {
    Deque<Optional<PeerPosition>> answers = new ArrayDeque<>();
    for (int i = 0; i < times; i++) {
      answers.add(answer);
    }
    return answers;
  }

  private static Optional<PeerPosition> unused(String nodeId) {
    return Optional.of(position(nodeId, FolderUse.EMPTY, NodeRole.STARTING, 0, -1));
  }

  private static PeerPosition position(
      String nodeId, FolderUse folder, NodeRole role, long term, long lastLogIndex) {
    return new PeerPosition(
        "sessions", nodeId, folder, term, role, true, 0, lastLogIndex, -1, Optional.empty());
  }
}
