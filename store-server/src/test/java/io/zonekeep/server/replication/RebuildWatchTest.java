package io.zonekeep.server.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeep.server.state.AppliedPosition;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RebuildWatchTest {
  private final VoteGate votes = VoteGate.closed();
  private final FakeEngine engine = new FakeEngine();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private boolean diskBroken;
  private final RebuildWatch watch =
      new RebuildWatch(
          votes,
          engine,
          this::answer,
          this::rebuilt,
          (what, cause) -> events.add("fatal"),
          Duration.ofMillis(1),
          Duration.ofSeconds(5));

  private CompletableFuture<AppliedPosition> answer() {
    if (refusals.getAndDecrement() > 0) {
      throw new IllegalStateException("no primary");
    }
    return CompletableFuture.completedFuture(new AppliedPosition(5, 100));
  }

  private void rebuilt() throws IOException {
    if (diskBroken) {
      throw new IOException("broken");
    }
    events.add(votes.mayVote() ? "votes before it is written" : "written");
  }

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void theVoteComesBackOnceAllIsAppliedAndOnDiskInTheTermOfTheAnswer() {
    watch.start();
    stillClosedAt(4, 100, 100);
    stillClosedAt(5, 99, 100);
    stillClosedAt(5, 100, 99);
    reach(5, 100, 100);
    await().until(votes::mayVote);
    assertThat(events).containsExactly("written");
  }

  @Test
  void itAsksUntilThereIsAPrimary() {
    refusals.set(3);
    reach(6, 200, 200);
    watch.start();
    await().until(votes::mayVote);
  }

  @Test
  void aVoteThatCannotBeWrittenDownEndsTheNode() {
    diskBroken = true;
    reach(5, 100, 100);
    watch.start();
    await().until(() -> events.contains("fatal"));
    assertThat(votes.mayVote()).isFalse();
  }

  private void stillClosedAt(long term, long applied, long flushed) {
    reach(term, applied, flushed);
    await().during(Duration.ofMillis(20)).until(() -> !votes.mayVote());
  }

  private void reach(long term, long applied, long flushed) {
    engine.appliedIndex = applied;
    engine.flushedIndex = flushed;
    engine.term = term;
  }
}
