package io.zonekeep.server.state;

import static io.zonekeep.server.state.AppliedState.CLIENT;
import static io.zonekeep.server.state.AppliedState.client;
import static io.zonekeep.server.state.AppliedState.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.server.state.Result.WriteIdRefusal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExactlyOnceTest {
  private static final Result FORGOTTEN = new Result.WriteIdRefused(WriteIdRefusal.FORGOTTEN);
  private static final Result TOO_OLD = new Result.WriteIdRefused(WriteIdRefusal.TOO_OLD);

  private final AppliedState state = new AppliedState();

  @Test
  void aRetryGetsTheFirstResultAndChangesNothing() {
    Write first = state.write(CLIENT, 1, 1, put("k", "first", 0));
    Result result = state.apply(first).getFirst();
    state.apply(put("k", "other", 0));

    assertThat(state.apply(first)).containsExactly(result);
    assertThat(state.value("k")).contains("other");
  }

  @Test
  void aRetryInTheSameEntryGetsTheFirstResult() {
    Write write = state.write(CLIENT, 1, 1, put("k", "v", 0));
    List<Result> results = state.apply(write, write);
    assertThat(results.get(1)).isEqualTo(results.get(0));
    assertThat(state.machine.version()).isEqualTo(1);
  }

  @Test
  void refusalsOfTheStateAreRememberedToo() {
    Write refused = state.write(CLIENT, 1, 1, AppliedState.save("s", "a", "b"));
    List<Result> result = state.apply(refused);
    state.apply(AppliedState.createSession("s", -1, ""));
    assertThat(state.apply(refused)).isEqualTo(result);
  }

  @Test
  void clientsDoNotMeet() {
    state.apply(state.write(client(1), 1, 1, put("k", "one", 0)));
    state.apply(state.write(client(2), 1, 1, put("k", "two", 0)));
    assertThat(state.value("k")).contains("two");
  }

  @Test
  void resultsSurviveARestart() {
    Write first = state.write(CLIENT, 1, 1, put("k", "first", 0));
    List<Result> result = state.apply(first);
    state.restart();
    assertThat(state.apply(first)).isEqualTo(result);
    state.machine.reload();
    assertThat(state.apply(first)).isEqualTo(result);
  }

  @Test
  void whatTheClientHasReadIsFreedAndRefusedForEver() {
    Write first = state.write(CLIENT, 1, 1, put("k", "first", 0));
    Write second = state.write(CLIENT, 2, 1, put("k", "second", 0));
    state.apply(first, second);
    state.apply(state.write(CLIENT, 3, 3, put("k", "third", 0)));

    assertThat(state.apply(first, second)).containsExactly(FORGOTTEN, FORGOTTEN);
    state.restart();
    assertThat(state.apply(first, second)).containsExactly(FORGOTTEN, FORGOTTEN);
    assertThat(state.value("k")).contains("third");
  }

  @Test
  void aRowOfResultsGoesWithTheLastOfThem() {
    state.apply(
        state.write(CLIENT, 1, 1, put("k", "1", 0)), state.write(CLIENT, 2, 1, put("k", "2", 0)));
    assertThat(state.store.rows(Table.CLIENTS)).hasSize(2);
    state.apply(state.write(CLIENT, 3, 2, put("k", "3", 0)));
    assertThat(state.store.rows(Table.CLIENTS)).hasSize(3);
    state.apply(state.write(CLIENT, 4, 4, put("k", "4", 0)));
    assertThat(state.store.rows(Table.CLIENTS)).hasSize(2);
  }

  @Test
  void overTheCountOfAClientItsOldestAreForgotten() {
    state.window = new DedupeWindow(600_000, 3, 1_000);
    List<Write> writes = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      writes.add(state.write(CLIENT, i, 0, put("k" + i, "v", 0)));
      state.apply(writes.getLast());
    }
    List<Result> retried = writes.stream().map(write -> state.apply(write).getFirst()).toList();
    assertThat(retried.subList(0, 2)).containsOnly(FORGOTTEN);
    assertThat(retried.subList(2, 5))
        .containsExactly(new Result.Written(3), new Result.Written(4), new Result.Written(5));
  }

  @Test
  void aLateWriteBelowWhatWasForgottenIsRefusedAndNotApplied() {
    state.window = new DedupeWindow(600_000, 2, 1_000);
    Write late = state.write(CLIENT, 1, 0, put("late", "v", 0));
    for (int i = 2; i <= 5; i++) {
      state.apply(state.write(CLIENT, i, 0, put("k", "v", 0)));
    }
    assertThat(state.apply(late)).containsExactly(FORGOTTEN);
    assertThat(state.value("late")).isEmpty();
  }

  @Test
  void overTheCountInAllTheOldestOfAllClientsAreForgotten() {
    state.window = new DedupeWindow(600_000, 100, 3);
    List<Write> writes = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      writes.add(state.write(client(i % 2), i, 0, put("k" + i, "v", 0)));
      state.apply(writes.getLast());
    }
    List<Result> retried = writes.stream().map(write -> state.apply(write).getFirst()).toList();
    assertThat(retried.subList(0, 2)).containsOnly(FORGOTTEN);
    assertThat(retried.subList(2, 5))
        .containsExactly(new Result.Written(3), new Result.Written(4), new Result.Written(5));
  }

  @Test
  void rightUpToTheWindowAResultIsRememberedAndThenTheWriteIsRefused() {
    Write first = state.write(CLIENT, 1, 1, put("k", "v", 0));
    List<Result> result = state.apply(first);
    state.now += state.window.millis();
    assertThat(state.apply(first)).isEqualTo(result);
    state.now += 1;
    assertThat(state.apply(first)).containsExactly(TOO_OLD);
    assertThat(state.machine.version()).isEqualTo(1);
  }

  @Test
  void pastTheWindowNothingIsLeftOfAClient() {
    state.apply(state.write(CLIENT, 1, 1, put("k", "v", 0)));
    state.apply(state.write(CLIENT, 2, 2, put("k", "v", 0)));
    state.now += state.window.millis() + 1;
    state.apply();
    assertThat(state.store.rows(Table.CLIENTS)).isEmpty();
  }

  @Test
  void aWindowMadeLongerDoesNotBringBackWhatTheShorterForgot() {
    state.window = new DedupeWindow(1_000, 100, 1_000);
    Write first = state.write(CLIENT, 1, 1, put("k", "v", 0));
    state.apply(first);
    state.now += 2_000;
    state.apply();
    state.window = new DedupeWindow(600_000, 100, 1_000);
    assertThat(state.apply(first)).containsExactly(TOO_OLD);
    state.restart();
    assertThat(state.apply(first)).containsExactly(TOO_OLD);
  }

  @Test
  void overTheCountOfClientsTheLongestSilentIsForgottenAndItsWritesRefused() {
    state.window = new DedupeWindow(600_000, 100, 2);
    Write first = state.write(client(1), 1, 1, put("k1", "v", 0));
    state.apply(first);
    for (int i = 2; i <= 4; i++) {
      state.now += 10;
      state.apply(state.write(client(i), 9, 9, put("k" + i, "v", 0)));
    }
    assertThat(state.apply(first)).containsExactly(TOO_OLD);
    state.restart();
    assertThat(state.apply(first)).containsExactly(TOO_OLD);
    assertThat(state.machine.version()).isEqualTo(4);
  }

  @Test
  void aWriteWithoutAnIdIsAppliedEachTime() {
    state.apply(put("k", "v", 0));
    state.apply(put("k", "v", 0));
    assertThat(state.machine.version()).isEqualTo(2);
  }
}
