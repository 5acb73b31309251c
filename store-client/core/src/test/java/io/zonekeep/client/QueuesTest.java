package io.zonekeep.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class QueuesTest {
  @Test
  void onlyExpiredCallsAreTakenAndAnyCanLeaveBefore() {
    Deadlines deadlines = new Deadlines();
    List<PendingCall<String>> calls = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      PendingCall<String> call = CallSlotsTest.call(i);
      calls.add(call);
      deadlines.add(call);
    }
    deadlines.remove(calls.get(0));
    deadlines.remove(calls.get(2));
    deadlines.remove(calls.get(4));
    List<Long> taken = new ArrayList<>();
    deadlines.takeExpired(
        3,
        call -> {
          taken.add(call.order());
          deadlines.remove(call);
        });
    assertThat(taken).containsExactly(2L);
    assertThat(deadlines.first()).isSameAs(calls.get(3));
  }

  @Test
  void callsThatWereSentBeforeGoFirstInTheirOldOrder() {
    ReadyCalls ready = new ReadyCalls();
    ready.add(CallSlotsTest.call(9));
    ready.addAgain(CallSlotsTest.call(5));
    ready.addAgain(CallSlotsTest.call(3));
    PendingCall<String> done = CallSlotsTest.call(1);
    done.markDone();
    ready.addAgain(done);
    assertThat(drain(ready)).containsExactly(3L, 5L, 9L);
  }

  @Test
  void delayedCallsComeWhenTheyAreDueOrThereIsNews() {
    DelayedCalls delayed = new DelayedCalls();
    delayed.add(CallSlotsTest.call(1), 30);
    delayed.add(CallSlotsTest.call(2), 10);
    delayed.add(CallSlotsTest.call(3), 20);
    List<Long> taken = new ArrayList<>();
    delayed.takeDue(20, call -> taken.add(call.order()));
    assertThat(taken).containsExactly(2L, 3L);
    assertThat(delayed.firstNanos()).isEqualTo(30);
    delayed.takeAll(call -> taken.add(call.order()));
    assertThat(taken).containsExactly(2L, 3L, 1L);
    assertThat(delayed.isEmpty()).isTrue();
  }

  @Test
  void backoffGrowsToItsBound() {
    Backoff backoff = new Backoff(new SplittableRandom(1));
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.millis(1)).isBetween(2L, 4L);
      assertThat(backoff.millis(3)).isBetween(8L, 16L);
      assertThat(backoff.millis(1_000)).isBetween(100L, 200L);
    }
  }

  @Test
  void admissionCountsCallsAndBytes() {
    Admission admission = new Admission(2, 100);
    assertThat(admission.enter(60)).isEmpty();
    assertThat(admission.enter(60)).hasValue("bytesInFlightMax 100");
    assertThat(admission.enter(40)).isEmpty();
    assertThat(admission.enter(0)).hasValue("callsInFlightMax 2");
    admission.leave(60);
    assertThat(admission.enter(60)).isEmpty();
    assertThat(admission.calls()).isEqualTo(2);
  }

  private static List<Long> drain(ReadyCalls ready) {
    List<Long> orders = new ArrayList<>();
    for (PendingCall<?> call = ready.poll(true); call != null; call = ready.poll(true)) {
      orders.add(call.order());
    }
    return orders;
  }
}
