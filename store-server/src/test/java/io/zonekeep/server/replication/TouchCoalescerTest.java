package io.zonekeep.server.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.server.state.Command.TouchSessions;
import io.zonekeep.server.state.SessionKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TouchCoalescerTest {
  private static final SessionKey ONE = new SessionKey("test", "one");
  private static final SessionKey TWO = new SessionKey("test", "two");
  private static final SessionKey NONE = new SessionKey("test", "none");
  private static final long TTL = 60_000;

  private final PrimaryState primary = new PrimaryState();
  private CompletableFuture<Void> confirmation = CompletableFuture.completedFuture(null);
  private final TouchCoalescer touches =
      new TouchCoalescer(
          Duration.ofSeconds(1),
          100,
          primary.clock,
          primary.reader(),
          term -> confirmation,
          primary::submit);

  @BeforeEach
  void sessions() {
    primary.createSession(ONE, TTL);
    primary.createSession(TWO, TTL);
  }

  @Test
  void aTouchSoonAfterTheLastLoggedOneIsAnsweredWithoutTheLog() {
    step(500);
    assertThat(touches.touch(1, ONE)).isCompletedWithValue(true);
    assertThat(primary.submitted).isEmpty();
  }

  @Test
  void itIsAnsweredOnlyWhenThisNodeIsConfirmed() {
    confirmation = new CompletableFuture<>();
    CompletableFuture<Boolean> touch = touches.touch(1, ONE);
    assertThat(touch).isNotDone();
    confirmation.completeExceptionally(new IllegalStateException("not primary"));
    assertThat(touch).isCompletedExceptionally();
  }

  @Test
  void manyRememberedTouchesAreLoggedTogetherOnceTheIntervalHasPassed() {
    step(500);
    for (int i = 0; i < 10; i++) {
      assertThat(touches.touch(1, ONE)).isCompleted();
      assertThat(touches.touch(1, TWO)).isCompleted();
    }
    assertThat(touches.flush()).isTrue();
    assertThat(primary.submitted).isEmpty();
    step(500);
    assertThat(touches.flush()).isTrue();
    assertThat(primary.submitted).hasSize(1);
    assertThat(touched(0)).containsExactlyInAnyOrder(ONE, TWO);
    primary.applyAll();
    assertThat(primary.session(ONE).dueMillis()).hasValue(primary.clock.millis() + TTL);
  }

  @Test
  void atMostOneTouchASecondIsLoggedForASessionTouchedAllTheTime() {
    int logged = 0;
    for (int i = 0; i < 100; i++) {
      step(100);
      var _ = touches.touch(1, ONE);
      var _ = touches.flush();
      logged += primary.submitted.size();
      primary.applyAll();
    }
    assertThat(logged).isBetween(9, 11);
  }

  @Test
  void aLaterTouchIsAnsweredWhenItIsLogged() {
    step(1500);
    CompletableFuture<Boolean> touch = touches.touch(1, ONE);
    assertThat(touch).isNotDone();
    primary.applyAll();
    assertThat(touch).isCompletedWithValue(true);
    assertThat(primary.session(ONE).touchedMillis()).isEqualTo(primary.clock.millis());
  }

  @Test
  void touchesOfDifferentSessionsDoNotWaitForEachOther() {
    step(1500);
    var _ = touches.touch(1, ONE);
    var _ = touches.touch(1, TWO);
    assertThat(primary.submitted).hasSize(2);
  }

  @Test
  void aTouchThatComesWhileItsSessionsLastIsLoggedCountsOnItsOwn() {
    step(1500);
    CompletableFuture<Boolean> first = touches.touch(1, ONE);
    step(100);
    CompletableFuture<Boolean> second = touches.touch(1, ONE);
    CompletableFuture<Boolean> third = touches.touch(1, ONE);
    assertThat(primary.submitted).hasSize(1);
    assertThat(second).isNotDone();
    primary.applyAll();
    assertThat(first).isCompletedWithValue(true);
    assertThat(second).isCompletedWithValue(true);
    assertThat(third).isCompletedWithValue(true);
    assertThat(primary.submitted).as("remembered, as the last was logged just now").isEmpty();
    step(1000);
    assertThat(touches.flush()).isTrue();
    assertThat(touched(0)).containsExactly(ONE);
  }

  @Test
  void ofASessionThatIsDueSoonTouchesThatComeMeanwhileShareTheNextCommand() {
    SessionKey shortLived = new SessionKey("test", "short");
    primary.createSession(shortLived, 2_000);
    var _ = touches.touch(1, shortLived);
    CompletableFuture<Boolean> second = touches.touch(1, shortLived);
    CompletableFuture<Boolean> third = touches.touch(1, shortLived);
    primary.applyNext();
    assertThat(second).isNotDone();
    assertThat(primary.submitted).hasSize(1);
    primary.applyNext();
    assertThat(second).isCompletedWithValue(true);
    assertThat(third).isCompletedWithValue(true);
  }

  @Test
  void touchesThatWaitForOneThatIsRefusedAreRefusedToo() {
    step(1500);
    var _ = touches.touch(1, ONE);
    CompletableFuture<Boolean> second = touches.touch(1, ONE);
    primary.queueFull = true;
    primary.submitted.removeFirst().future().cancel(false);
    assertThat(second).isCompletedExceptionally();
  }

  @Test
  void aSessionThatIsDueSoonIsLoggedAtOnce() {
    SessionKey shortLived = new SessionKey("test", "short");
    primary.createSession(shortLived, 2_000);
    step(100);
    assertThat(touches.touch(1, shortLived)).isNotDone();
    assertThat(primary.submitted).hasSize(1);
  }

  @Test
  void thatThereIsNoSessionIsConfirmedToo() {
    assertThat(touches.touch(1, NONE)).isCompletedWithValue(false);
    confirmation = new CompletableFuture<>();
    assertThat(touches.touch(1, NONE)).isNotDone();
  }

  @Test
  void aFullQueueLosesNoRememberedTouch() {
    step(500);
    var _ = touches.touch(1, ONE);
    step(600);
    primary.queueFull = true;
    assertThat(touches.flush()).isFalse();
    primary.queueFull = false;
    assertThat(touches.flush()).isTrue();
    assertThat(touched(0)).containsExactly(ONE);
  }

  @Test
  void aRefusedTouchTakesNoRememberedOneAlong() {
    step(500);
    assertThat(touches.touch(1, ONE)).isCompletedWithValue(true);
    step(600);
    primary.queueFull = true;
    assertThat(touches.touch(1, ONE)).isCompletedExceptionally();
    primary.queueFull = false;
    assertThat(touches.flush()).isTrue();
    assertThat(touched(0)).containsExactly(ONE);
  }

  @Test
  void aLoggedTouchAnswersForTheRememberedOneBefore() {
    step(500);
    var _ = touches.touch(1, ONE);
    step(600);
    var _ = touches.touch(1, ONE);
    primary.applyAll();
    assertThat(touches.flush()).isTrue();
    assertThat(primary.submitted).isEmpty();
  }

  @Test
  void withTheRoleRememberedTouchesAreLeftToTheNextPrimarysClock() {
    step(500);
    var _ = touches.touch(1, ONE);
    touches.forget();
    step(5000);
    assertThat(touches.flush()).isTrue();
    assertThat(primary.submitted).isEmpty();
  }

  @Test
  void aSessionTouchedInTimeIsNeverExpired() {
    ExpirySweeper sweeper =
        new ExpirySweeper(100, primary.clock, primary.reader(), primary::submit);
    SessionKey session = new SessionKey("test", "kept");
    primary.createSession(session, 3_000);
    for (int i = 0; i < 200; i++) {
      step(100);
      if (i % 9 == 0) {
        var _ = touches.touch(1, session);
      }
      if (touches.flush()) {
        sweeper.sweep(() -> {});
      }
      primary.applyAll();
      assertThat(primary.reader().sessionHeader(session)).isPresent();
    }
  }

  private List<SessionKey> touched(int command) {
    return ((TouchSessions) primary.submitted.get(command).write().command()).sessions();
  }

  private void step(long millis) {
    primary.monotonic.step(Duration.ofMillis(millis));
  }
}
