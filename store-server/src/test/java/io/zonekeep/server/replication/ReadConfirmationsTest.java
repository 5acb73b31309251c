package io.zonekeep.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class ReadConfirmationsTest {
  private final FakeEngine engine = new FakeEngine();
  private final List<CompletableFuture<Boolean>> rounds = new ArrayList<>();
  private final ReadConfirmations confirmations = confirmations(Duration.ofSeconds(10));

  private ReadConfirmations confirmations(Duration timeout) {
    return new ReadConfirmations(
        engine,
        term -> {
          CompletableFuture<Boolean> round = new CompletableFuture<>();
          rounds.add(round);
          return round;
        },
        timeout,
        () -> new PrimaryHint(2, Optional.empty()),
        Runnable::run);
  }

  @Test
  void aReaderIsAnsweredOnlyByARoundThatStartedAfterIt() {
    CompletableFuture<Void> first = confirmations.confirm(1);
    CompletableFuture<Void> second = confirmations.confirm(1);
    CompletableFuture<Void> late = confirmations.confirm(1);
    assertThat(rounds).hasSize(2);
    // Both rounds were asked before the late reader had its state: neither may answer it.
    rounds.get(0).complete(true);
    rounds.get(1).complete(true);
    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
    assertThat(late).isNotDone();
    assertThat(rounds).hasSize(3);
    rounds.get(2).complete(true);
    assertThat(late).isCompleted();
  }

  @Test
  void readersThatWaitShareOneRound() {
    List<CompletableFuture<Void>> readers = new ArrayList<>();
    for (int i = 0; i < 102; i++) {
      readers.add(confirmations.confirm(1));
    }
    assertThat(rounds).hasSize(2);
    rounds.get(0).complete(true);
    assertThat(rounds).hasSize(3);
    rounds.get(2).complete(true);
    assertThat(readers.subList(2, 102)).allMatch(CompletableFuture::isDone);
    assertThat(readers.get(1)).isNotDone();
  }

  @Test
  void aRoundThatIsNotConfirmedFailsItsReadersAndThoseThatWait() {
    CompletableFuture<Void> asked = confirmations.confirm(1);
    CompletableFuture<Void> other = confirmations.confirm(1);
    CompletableFuture<Void> waiting = confirmations.confirm(1);
    rounds.get(0).complete(false);
    assertNotPrimary(asked);
    assertNotPrimary(waiting);
    assertThat(other).isNotDone();
  }

  @Test
  void noAnswerInTimeIsARefusal() {
    ReadConfirmations impatient = confirmations(Duration.ofMillis(20));
    assertNotPrimary(impatient.confirm(1));
  }

  @Test
  void aPrimaryThatLostItsRoleMeanwhileAnswersNothing() {
    CompletableFuture<Void> reader = confirmations.confirm(1);
    engine.primary = false;
    rounds.get(0).complete(true);
    assertNotPrimary(reader);
  }

  @Test
  void aReaderOfAnEarlierTermIsRefusedThoughThisNodeIsPrimaryAgain() {
    engine.term = 3;
    CompletableFuture<Void> reader = confirmations.confirm(1);
    rounds.get(0).complete(true);
    assertNotPrimary(reader);
  }

  @Test
  void afterAFailureTheNextReaderIsAskedFor() {
    CompletableFuture<Void> failed = confirmations.confirm(1);
    rounds.get(0).completeExceptionally(new IllegalStateException("no connection"));
    assertNotPrimary(failed);
    CompletableFuture<Void> next = confirmations.confirm(1);
    rounds.get(1).complete(true);
    assertThat(next).isCompleted();
  }

  private static void assertNotPrimary(CompletableFuture<Void> reader) {
    try {
      reader.get(10, TimeUnit.SECONDS);
      throw new AssertionError("it was confirmed");
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(NotPrimaryException.class);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
