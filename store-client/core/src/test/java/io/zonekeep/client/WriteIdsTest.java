package io.zonekeep.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WriteIdsTest {
  private final WriteIds ids = new WriteIds();

  @Test
  void sequencesBeginAtOne() {
    assertThat(ids.oldestUnanswered()).isEqualTo(1);
    assertThat(ids.take()).isEqualTo(1);
    assertThat(ids.take()).isEqualTo(2);
  }

  @Test
  void theWindowClosesWhileTheOldestIsUnanswered() {
    for (int i = 0; i < WriteIds.WINDOW_MAX; i++) {
      ids.take();
    }
    for (int sequence = 2; sequence <= WriteIds.WINDOW_MAX; sequence++) {
      ids.answered(sequence);
    }
    assertThat(ids.full()).isTrue();
    assertThatIllegalStateException().isThrownBy(ids::take);
    ids.answered(1);
    assertThat(ids.full()).isFalse();
    assertThat(ids.oldestUnanswered()).isEqualTo(WriteIds.WINDOW_MAX + 1);
  }

  @Test
  void anAnswerOutsideTheWindowBreaksTheInvariant() {
    ids.take();
    ids.answered(1);
    assertThatIllegalStateException().isThrownBy(() -> ids.answered(1));
    assertThatIllegalStateException().isThrownBy(() -> ids.answered(2));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theOldestIsThatOfAPlainModel(long seed) {
    Random random = new Random(seed);
    TreeSet<Long> open = new TreeSet<>();
    long next = 1;
    for (int step = 0; step < 50_000; step++) {
      if (!ids.full() && random.nextInt(100) < 52) {
        assertThat(ids.take()).isEqualTo(next);
        open.add(next++);
      } else if (!open.isEmpty()) {
        List<Long> all = new ArrayList<>(open.headSet(open.first() + 40));
        long answered = all.get(random.nextInt(all.size()));
        open.remove(answered);
        ids.answered(answered);
      }
      assertThat(ids.oldestUnanswered()).isEqualTo(open.isEmpty() ? next : open.first());
    }
  }
}
