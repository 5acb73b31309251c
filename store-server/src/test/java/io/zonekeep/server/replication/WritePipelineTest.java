package io.zonekeep.server.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeep.server.replication.FakeEngine.Appended;
import io.zonekeep.server.state.Bytes;
import io.zonekeep.server.state.Command;
import io.zonekeep.server.state.DedupeWindow;
import io.zonekeep.server.state.EntryCodec;
import io.zonekeep.server.state.FeedWindow;
import io.zonekeep.server.state.Key;
import io.zonekeep.server.state.Result;
import io.zonekeep.server.state.Write;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WritePipelineTest {
  private static final int QUEUE_WRITES = 20;
  private static final int QUEUE_BYTES = 10_000;
  private static final int BATCH_WRITES = 8;
  private static final int BATCH_BYTES = 2_000;
  private static final int IN_FLIGHT = 2;

  private final FakeEngine engine = new FakeEngine();
  private final StoreClock clock =
      new StoreClock(new SteppedClock(), () -> 7_000, Duration.ofSeconds(1));
  private final List<String> fatalErrors = new ArrayList<>();
  private final WritePipeline pipeline =
      new WritePipeline(
          new PipelineSettings(QUEUE_WRITES, QUEUE_BYTES, BATCH_WRITES, BATCH_BYTES, IN_FLIGHT),
          new DedupeWindow(1, 2, 3),
          new FeedWindow(true, 1, 2, 3, 4),
          engine,
          clock,
          () -> 7_000,
          () -> new PrimaryHint(4, Optional.of("b")),
          Runnable::run,
          (what, cause) -> fatalErrors.add(what));

  @BeforeEach
  void start() {
    clock.begin(0);
    pipeline.start();
    pipeline.open();
  }

  @AfterEach
  void close() {
    pipeline.close();
    assertThat(fatalErrors).isEmpty();
  }

  @Test
  void anIdlePipelineSendsAWriteAtOnce() throws Exception {
    CompletableFuture<Result> result = pipeline.submit(put(1));
    Appended entry = engine.next();
    assertThat(entry.writes()).containsExactly(put(1));
    entry.succeed();
    assertThat(get(result)).isEqualTo(new Result.Written(0));
  }

  @Test
  void theLoggedBytesSayTheSameAsTheEntry() throws Exception {
    var _ = pipeline.submit(put(1));
    Proposal proposal = engine.next().proposal();
    assertThat(EntryCodec.decode(ByteBuffer.wrap(proposal.encoded()))).isEqualTo(proposal.entry());
    assertThat(proposal.entry().storeTimeMillis()).isEqualTo(7_000);
    assertThat(proposal.entry().window()).isEqualTo(new DedupeWindow(1, 2, 3));
  }

  @Test
  void whileEntriesAreUnderWayTheNextBatchFillsInOrder() throws Exception {
    List<Appended> underWay = fillInFlight();
    List<CompletableFuture<Result>> results = new ArrayList<>();
    for (int i = 0; i < BATCH_WRITES + 2; i++) {
      results.add(pipeline.submit(put(100 + i)));
    }
    assertThat(engine.waiting()).isZero();
    underWay.getFirst().succeed();
    Appended full = engine.next();
    assertThat(full.writes()).hasSize(BATCH_WRITES).startsWith(put(100), put(101));
    assertThat(engine.waiting()).isZero();
    full.succeed();
    Appended rest = engine.next();
    assertThat(rest.writes()).containsExactly(put(108), put(109));
    rest.succeed();
    for (int i = 0; i < results.size(); i++) {
      assertThat(get(results.get(i))).isEqualTo(new Result.Written(i % BATCH_WRITES));
    }
  }

  @Test
  void aBatchIsBoundInBytesButOneLargeWriteGoesAlone() throws Exception {
    List<Appended> underWay = fillInFlight();
    var _ = pipeline.submit(put(1, 900));
    var _ = pipeline.submit(put(2, 900));
    var _ = pipeline.submit(put(3, 5_000));
    var _ = pipeline.submit(put(4));
    underWay.forEach(Appended::succeed);
    assertThat(engine.next().writes()).containsExactly(put(1, 900), put(2, 900));
    Appended alone = engine.next();
    assertThat(alone.writes()).containsExactly(put(3, 5_000));
    alone.succeed();
    assertThat(engine.next().writes()).containsExactly(put(4));
  }

  @Test
  void aFullQueueRefusesAtOnce() throws Exception {
    fillInFlight();
    for (int i = 0; i < QUEUE_WRITES; i++) {
      assertThat(pipeline.submit(put(i))).isNotDone();
    }
    assertFails(pipeline.submit(put(99)), QueueFullException.class);
    assertThat(pipeline.queuedWrites()).isEqualTo(QUEUE_WRITES);
  }

  @Test
  void theQueueIsBoundInBytesToo() throws Exception {
    fillInFlight();
    assertThat(pipeline.submit(put(1, 6_000))).isNotDone();
    assertFails(pipeline.submit(put(2, 6_000)), QueueFullException.class);
    assertThat(pipeline.submit(put(3, 2_000))).isNotDone();
  }

  @Test
  void withTheRoleQueuedWritesAreRefusedAndLoggedOnesAreUnknown() throws Exception {
    CompletableFuture<Result> logged = pipeline.submit(put(0));
    Appended entry = engine.next();
    fillInFlight(IN_FLIGHT - 1);
    CompletableFuture<Result> queued = pipeline.submit(put(1));
    pipeline.shut();
    assertFails(queued, NotPrimaryException.class);
    assertThat(logged).isNotDone();
    entry.future().completeExceptionally(new IndeterminateException("lost", new Error()));
    assertFails(logged, IndeterminateException.class);
    assertFails(pipeline.submit(put(2)), NotPrimaryException.class);
  }

  @Test
  void aRefusalCarriesWhereToGo() {
    pipeline.shut();
    assertThatThrownBy(() -> get(pipeline.submit(put(1))))
        .cause()
        .isInstanceOfSatisfying(
            NotPrimaryException.class,
            refusal -> assertThat(refusal.hint().nodeId()).contains("b"));
  }

  @Test
  void itServesAgainAfterTheRoleCameBack() throws Exception {
    pipeline.shut();
    pipeline.open();
    var _ = pipeline.submit(put(1));
    assertThat(engine.next().writes()).containsExactly(put(1));
  }

  @Test
  void aTickLogsAnEntryWithoutWrites() throws Exception {
    pipeline.tick();
    assertThat(engine.next().writes()).isEmpty();
  }

  @Test
  void aTickOnAStandbyDoesNothing() throws Exception {
    pipeline.shut();
    pipeline.tick();
    pipeline.open();
    var _ = pipeline.submit(put(1));
    assertThat(engine.next().writes()).as("the first entry").containsExactly(put(1));
  }

  @Test
  void aPausedPipelineDrainsAndKeepsTheQueue() throws Exception {
    CompletableFuture<Result> first = pipeline.submit(put(1));
    Appended entry = engine.next();
    assertThat(pipeline.pauseAndDrain(Duration.ofMillis(10))).isFalse();
    entry.succeed();
    assertThat(pipeline.pauseAndDrain(Duration.ofSeconds(10))).isTrue();
    assertThat(first).isCompleted();
    CompletableFuture<Result> second = pipeline.submit(put(2));
    assertThat(engine.waiting()).isZero();
    assertThat(second).isNotDone();
    pipeline.resume();
    engine.next().succeed();
    assertThat(get(second)).isInstanceOf(Result.Written.class);
  }

  private List<Appended> fillInFlight() throws InterruptedException {
    return fillInFlight(IN_FLIGHT);
  }

  private List<Appended> fillInFlight(int entries) throws InterruptedException {
    List<Appended> underWay = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      var _ = pipeline.submit(put(-1 - i));
      underWay.add(engine.next());
    }
    return underWay;
  }

  private static void assertFails(CompletableFuture<?> future, Class<?> failure) {
    assertThatThrownBy(() -> get(future))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(failure.asSubclass(Throwable.class));
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }

  private static Write put(int number) {
    return put(number, 10);
  }

  private static Write put(int number, int length) {
    return Write.anonymous(
        new Command.Put(
            new Key("test", Bytes.utf8("k" + number)),
            Bytes.wrap(new byte[length]),
            OptionalLong.empty(),
            0));
  }
}
