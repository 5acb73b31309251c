package io.zonekeep.server.state;

import static io.zonekeep.server.state.AppliedState.createSession;
import static io.zonekeep.server.state.AppliedState.key;
import static io.zonekeep.server.state.AppliedState.put;
import static io.zonekeep.server.state.AppliedState.session;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ExpiryTest {
  private final AppliedState state = new AppliedState();

  @Test
  void aKeyIsThereUntilItsTimeToLiveHasPassedAndASweepHasCome() {
    state.apply(put("k", "v", 100));
    state.now += 99;
    assertThat(state.sweep()).isZero();
    state.now += 1;
    assertThat(state.value("k")).contains("v");
    assertThat(state.sweep()).isEqualTo(1);
    assertThat(state.value("k")).isEmpty();
    assertThat(state.sweep()).isZero();
  }

  @Test
  void aTimeToLiveThatGrowsTakesNoSecondHint() {
    state.apply(put("k", "v", 100));
    state.now += 50;
    state.apply(put("k", "v", 100));
    state.apply(new Command.Touch(key("k"), 200));
    assertThat(state.store.rows(Table.DUE)).hasSize(1);

    state.now += 50;
    assertThat(state.sweep()).isZero();
    assertThat(state.store.rows(Table.DUE)).hasSize(1);
    state.now += 150;
    assertThat(state.sweep()).isEqualTo(1);
    assertThat(state.store.rows(Table.DUE)).isEmpty();
  }

  @Test
  void aTimeToLiveThatShrinksIsHonoured() {
    state.apply(put("k", "v", 10_000));
    state.apply(new Command.Touch(key("k"), 100));
    state.now += 100;
    assertThat(state.sweep()).isEqualTo(1);
  }

  @Test
  void aKeyThatDoesNotExpireAnyMoreStays() {
    state.apply(put("touched", "v", 100));
    state.apply(new Command.Touch(key("touched"), 0));
    state.apply(put("written", "v", 100));
    state.apply(put("written", "v", 0));
    state.now += 1_000;
    assertThat(state.sweep()).isZero();
    assertThat(state.value("touched")).isPresent();
    assertThat(state.value("written")).isPresent();
    assertThat(state.store.rows(Table.DUE)).isEmpty();
  }

  @Test
  void aKeyWrittenAnewIsNotTakenByAHintOfTheOldOne() {
    state.apply(put("k", "old", 100));
    state.apply(new Command.Delete(key("k"), OptionalLong.empty()));
    state.apply(put("k", "new", 500));
    state.now += 100;
    assertThat(state.sweep()).isZero();
    assertThat(state.value("k")).contains("new");
  }

  @Test
  void anExpiryAppliedTwiceRemovesOnce() {
    state.apply(put("k", "v", 100));
    state.now += 100;
    List<DueHint> hints = state.machine.reader().dueHints(state.now, 10);
    assertThat(state.apply(new Command.Expire(hints))).isEqualTo(new Result.Expired(1));
    state.apply(put("k", "new", 100));
    assertThat(state.apply(new Command.Expire(hints))).isEqualTo(new Result.Expired(0));
    assertThat(state.value("k")).contains("new");
    state.now += 100;
    assertThat(state.sweep()).isEqualTo(1);
  }

  @Test
  void aTouchAfterTheSweeperLookedSavesTheRecord() {
    state.apply(createSession("s", 100, "ada"));
    state.now += 100;
    List<DueHint> hints = state.machine.reader().dueHints(state.now, 10);
    state.apply(new Command.TouchSessions(List.of(session("s"))));
    assertThat(state.apply(new Command.Expire(hints))).isEqualTo(new Result.Expired(0));
    assertThat(state.machine.reader().session(session("s"))).isPresent();
    state.now += 100;
    assertThat(state.sweep()).isEqualTo(1);
  }

  @Test
  void anExpiredSessionLeavesNothing() {
    state.apply(createSession("s", 100, "ada"));
    state.apply(AppliedState.save("s", "cart", "full"));
    state.now += 100;
    assertThat(state.sweep()).isEqualTo(1);
    assertThat(state.store.rows(Table.SESSIONS)).isEmpty();
    assertThat(state.store.rows(Table.PRINCIPALS)).isEmpty();
    assertThat(state.apply(AppliedState.save("s", "cart", "full")))
        .isEqualTo(new Result.SessionRefused(Result.SessionRefusal.NO_SUCH_SESSION, 0));
  }

  @Test
  void touchesWriteNoHints() {
    state.apply(createSession("s", 1_000, ""));
    for (int i = 0; i < 50; i++) {
      state.now += 20;
      state.apply(new Command.TouchSessions(List.of(session("s"))));
    }
    assertThat(state.store.rows(Table.DUE)).hasSize(1);
  }

  @Test
  void aSessionWithoutAnInactiveTimeNeverExpires() {
    state.apply(createSession("negative", -1, ""));
    assertThat(state.store.rows(Table.DUE)).isEmpty();
  }

  @Test
  void aStampThatStepsBackMovesNothingBack() {
    state.apply(put("a", "v", 100));
    long reached = state.machine.storeTimeMillis();
    state.now -= 500;
    state.apply(put("b", "v", 100));
    assertThat(state.machine.storeTimeMillis()).isEqualTo(reached);
    assertThat(state.machine.reader().get(key("b")).orElseThrow().dueMillis())
        .hasValue(reached + 100);
  }

  @Test
  void hintsWrittenLaterAreSeenAlthoughTheSweeperHasPassed() {
    for (int i = 0; i < 20; i++) {
      state.apply(put("k" + i, "v", 1 + i % 3));
      state.now += 1;
      state.sweep();
    }
    state.now += 10;
    state.sweep();
    assertThat(state.store.rows(Table.KEYS)).isEmpty();
    assertThat(state.store.rows(Table.DUE)).isEmpty();
  }

  @Test
  void aLifeBeyondAllNumbersIsForEver() {
    state.apply(put("k", "v", Long.MAX_VALUE));
    assertThat(state.machine.reader().get(key("k")).orElseThrow().dueMillis())
        .hasValue(Long.MAX_VALUE);
  }
}
