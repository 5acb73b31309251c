package io.zonekeep.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.client.BatchOperation;
import io.zonekeep.client.BatchResult;
import io.zonekeep.client.DeleteResult;
import io.zonekeep.client.Entry;
import io.zonekeep.client.KeyValue;
import io.zonekeep.client.PutOptions;
import io.zonekeep.client.ScanPage;
import io.zonekeep.client.WriteResult;
import io.zonekeep.client.ZonekeepException;
import io.zonekeep.client.ZonekeepException.Outcome;
import io.zonekeep.client.ZonekeepException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoreProbeTest {
  private final AtomicLong now = new AtomicLong();
  private final OneKey store = new OneKey();
  private final StoreProbe probe = new StoreProbe(store, "a-1", now::get);

  @Test
  void beforeTheFirstProbeTheAppIsNotWell() {
    assertThat(probe.verdict().reason()).isEqualTo("no probe has succeeded yet");
  }

  @Test
  void aValueWrittenAndReadBackMakesTheAppWell() {
    probe.probe();
    assertThat(probe.verdict().well()).isTrue();
  }

  @Test
  void anOutageShorterThanTheLimitIsWaitedFor() {
    probe.probe();
    store.failing = true;
    pass(StoreProbe.WITHIN);
    probe.probe();
    assertThat(probe.verdict().well()).isTrue();
    pass(Duration.ofNanos(1));
    assertThat(probe.verdict().well()).isFalse();
    assertThat(probe.verdict().reason())
        .contains("3000 ms ago, more than 3000 ms", "UNAVAILABLE: no primary");
  }

  @Test
  void aProbeThatHangsMakesTheAppUnwellWithoutHavingFailed() {
    probe.probe();
    pass(StoreProbe.WITHIN.plusMillis(1));
    assertThat(probe.verdict().reason()).contains("no answer since");
  }

  @Test
  void anAnswerThatTookLongerThanTheLimitIsNone() {
    store.takes = StoreProbe.WITHIN.plusMillis(1);
    probe.probe();
    assertThat(probe.verdict().well()).isFalse();
  }

  @Test
  void theNextProbeThatSucceedsMakesItWellAgain() {
    probe.probe();
    store.failing = true;
    pass(StoreProbe.WITHIN.multipliedBy(2));
    probe.probe();
    assertThat(probe.verdict().well()).isFalse();
    store.failing = false;
    probe.probe();
    assertThat(probe.verdict().well()).isTrue();
  }

  @Test
  void aStoreThatAnswersWithOtherValuesIsNotWell() {
    store.readsOld = true;
    probe.probe();
    assertThat(probe.verdict().reason()).contains("another value was read");
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  /** A store that does as it is told; what a probe does not call is not there. */
  private final class OneKey implements KeyValue {
    private boolean failing;
    private boolean readsOld;
    private Duration takes = Duration.ZERO;
    private byte[] value = {};

    @Override
    public CompletableFuture<WriteResult> putAsync(byte[] key, byte[] put, PutOptions options) {
      if (failing) {
        return CompletableFuture.failedFuture(
            new ZonekeepException(Outcome.NOT_DONE, Reason.UNAVAILABLE, "no primary"));
      }
      pass(takes);
      value = readsOld ? value : put;
      return CompletableFuture.completedFuture(new WriteResult(true, 1));
    }

    @Override
    public CompletableFuture<Optional<Entry>> getAsync(byte[] key) {
      return CompletableFuture.completedFuture(
          Optional.of(new Entry(key, value, 1, Optional.empty())));
    }

    @Override
    public CompletableFuture<DeleteResult> deleteAsync(byte[] key, OptionalLong ifVersion) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<WriteResult> touchAsync(byte[] key, Optional<Duration> ttl) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<BatchResult> batchAsync(List<BatchOperation> operations) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<ScanPage> scanAsync(
        byte[] prefix, byte[] after, int limit, boolean keysOnly) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Optional<Entry>> getFromStandbyAsync(byte[] key, long versionMin) {
      throw new UnsupportedOperationException();
    }
  }
}
