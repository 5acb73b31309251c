package io.zonekeep.server.replication.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Node a asks b and c, real servers, whether its term is still the newest. */
final class PeerTermConfirmerTest {
  private static final long TERM = 4;

  @Test
  void onePeerOfTwoThatIsStillInTheTermIsEnough() throws Exception {
    try (Three nodes = new Three()) {
      nodes.terms(TERM, TERM + 1);
      assertThat(nodes.confirm()).isTrue();
      nodes.terms(TERM + 1, TERM);
      assertThat(nodes.confirm()).isTrue();
    }
  }

  @Test
  void aTermThatBothPeersHaveLeftIsNotConfirmed() throws Exception {
    try (Three nodes = new Three()) {
      nodes.terms(TERM + 1, TERM + 1);
      assertThat(nodes.confirm()).isFalse();
    }
  }

  @Test
  void aPeerThatForgotItsVotesDoesNotCount() throws Exception {
    try (Three nodes = new Three()) {
      nodes.terms(TERM, TERM + 1);
      nodes.b.remembersVotes = false;
      assertThat(nodes.confirm()).isFalse();
    }
  }

  @Test
  void anAnswerIsOfTheMomentAfterTheQuestion() throws Exception {
    try (Three nodes = new Three()) {
      nodes.terms(TERM, TERM);
      assertThat(nodes.confirm()).isTrue();
      nodes.terms(TERM + 1, TERM + 1);
      assertThat(nodes.confirm()).isFalse();
    }
  }

  @Test
  void aDeadPeerIsANoAndALaterQuestionFindsItAgain() throws Exception {
    try (Three nodes = new Three()) {
      nodes.terms(TERM, TERM);
      assertThat(nodes.confirm()).isTrue();
      nodes.b.kill();
      nodes.c.kill();
      assertThat(nodes.confirm()).isFalse();
      try (PeerNode b = new PeerNode("sessions", "b", nodes.b.port)) {
        b.position = PeerNode.standby("sessions", "b", TERM, 1, Optional.of("a"));
        await().until(nodes::confirm);
      }
    }
  }

  @Test
  void aSingleNodeConfirmsItself() throws Exception {
    try (PeerLinks none = new PeerLinks("sessions", "a", List.of(), System::nanoTime)) {
      assertThat(new PeerTermConfirmer(none).confirm(TERM)).isCompletedWithValue(true);
    }
  }

  @Test
  void manyQuestionsAtOnceAreAllAnswered() throws Exception {
    try (Three nodes = new Three()) {
      nodes.terms(TERM, TERM);
      for (int round = 0; round < 200; round++) {
        CompletableFuture<Boolean> first = nodes.confirmer.confirm(TERM);
        CompletableFuture<Boolean> second = nodes.confirmer.confirm(TERM);
        assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(second.get(10, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private static final class Three implements AutoCloseable {
    final PeerNode b = new PeerNode("sessions", "b");
    final PeerNode c = new PeerNode("sessions", "c");
    final PeerLinks links =
        new PeerLinks("sessions", "a", List.of(b.peer(), c.peer()), System::nanoTime);
    final PeerTermConfirmer confirmer = new PeerTermConfirmer(links);

    Three() throws Exception {
      links.start();
      await().until(() -> links.up("b") && links.up("c"));
    }

    void terms(long ofB, long ofC) {
      b.position = PeerNode.standby("sessions", "b", ofB, 1, Optional.of("a"));
      c.position = PeerNode.standby("sessions", "c", ofC, 1, Optional.of("a"));
    }

    boolean confirm() throws Exception {
      return confirmer.confirm(TERM).get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      links.close();
      b.close();
      c.close();
    }
  }
}
