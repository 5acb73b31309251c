package io.zonekeep.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.v1.Reply.OutcomeCase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CallSlotsTest {
  private final CallSlots slots = new CallSlots();

  @Test
  void anIdFindsItsCallOnce() {
    PendingCall<String> call = call(1);
    long id = slots.put(call);
    assertThat(slots.take(id)).isSameAs(call);
    assertThat(slots.take(id)).isNull();
  }

  @Test
  void aLateReplyDoesNotFindTheNextCallInTheSamePlace() {
    long first = slots.put(call(1));
    slots.take(first);
    PendingCall<String> second = call(2);
    long id = slots.put(second);
    assertThat(id).isNotEqualTo(first);
    assertThat(slots.take(first)).isNull();
    assertThat(slots.take(id)).isSameAs(second);
  }

  @Test
  void anIdThatWasNeverGivenFindsNothing() {
    slots.put(call(1));
    assertThat(slots.take(0)).isNull();
    assertThat(slots.take(-1)).isNull();
    assertThat(slots.take(Long.MAX_VALUE)).isNull();
  }

  @Test
  void allComeBackInTheOrderOfTheirAdmission() {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      ids.add(slots.put(call(1_000 - i)));
    }
    for (int i = 0; i < 1_000; i += 2) {
      slots.take(ids.get(i));
    }
    assertThat(slots.takeAll()).extracting(PendingCall::order).hasSize(500).isSorted();
    assertThat(slots.takeAll()).isEmpty();
  }

  static PendingCall<String> call(long order) {
    PendingCall<String> call =
        new PendingCall<>(
            new Operation<>(
                Effect.READ, (message, id) -> {}, 1, OutcomeCase.GET, reply -> "answer"),
            order);
    call.admitted(order);
    return call;
  }
}
