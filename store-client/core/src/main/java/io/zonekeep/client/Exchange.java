package io.zonekeep.client;

import io.grpc.Status;
import io.zonekeep.client.discovery.Nodes;
import io.zonekeep.client.discovery.StoreTime;
import io.zonekeep.v1.CallError;
import io.zonekeep.v1.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Carries all calls to the primary and sees each through to its answer or its deadline. Callers of
 * any thread put calls into a queue; everything else is owned by the client's one thread, the loop,
 * so there are no locks. Where the primary is, {@link PrimaryStream} knows; what becomes of a
 * refused call, {@link Outcomes} decides.
 */
final class Exchange implements PrimaryStream.Owner, AutoCloseable {
  private static final long SWEEP_MILLIS_MIN = 5;
  private static final long ADVICE_MILLIS_MAX = 1_000;
  private static final long NEVER = Long.MAX_VALUE;

  private final Nodes nodes;
  private final Loop loop;
  private final StoreTime storeTime;
  private final Breakers breakers;
  private final LongSupplier ticker;
  private final Duration callTimeout;
  private final Counters counters = new Counters();

  // For many threads.
  private final Admission admission;
  private final Queue<PendingCall<?>> submitted = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean drainComing = new AtomicBoolean();
  private volatile boolean closed;

  // Owned by the loop.
  private final ReadyCalls ready = new ReadyCalls();
  private final DelayedCalls delayed = new DelayedCalls();
  private final Deadlines deadlines = new Deadlines();
  private final WriteIds writeIds = new WriteIds();
  private final Backoff backoff = new Backoff(new SplittableRandom());
  private final PrimaryStream primary;
  private long lastOrder;
  private long dueNanos = NEVER;
  private boolean sweepComing;

  Exchange(ClientOptions options, Nodes nodes, StoreTime storeTime, Breakers breakers) {
    this.nodes = nodes;
    this.loop = new Loop(nodes.loop());
    this.storeTime = storeTime;
    this.breakers = breakers;
    this.ticker = options.ticker();
    this.callTimeout = options.callTimeout();
    this.admission = new Admission(options.callsInFlightMax(), options.bytesInFlightMax());
    this.primary = new PrimaryStream(options, nodes, loop, breakers, backoff, counters, this);
  }

  void start() {
    primary.start();
  }

  /** The answer's dependants run on the loop: they must not block. */
  <T> CompletableFuture<T> submit(Operation<T> operation) {
    if (closed) {
      return CompletableFuture.failedFuture(Outcomes.closed(false));
    }
    Optional<String> bound = admission.enter(operation.bytes());
    if (bound.isPresent()) {
      return CompletableFuture.failedFuture(Outcomes.overloaded(bound.get()));
    }
    PendingCall<T> call = new PendingCall<>(operation, ticker.getAsLong() + callTimeout.toNanos());
    submitted.add(call);
    if (drainComing.compareAndSet(false, true)) {
      loop.execute(this::drain);
    }
    // Whoever closes takes what was submitted before; what came at the same moment is ours to end.
    if (closed && !loop.execute(this::closeOnLoop)) {
      failSubmitted();
    }
    return call.future();
  }

  ClientMetrics metrics() {
    return new ClientMetrics(
        admission.calls(),
        counters.succeeded.sum(),
        counters.failed.sum(),
        counters.repeated.sum(),
        counters.frames.sum(),
        counters.streams.sum(),
        nodes.tracker().view().term(),
        breakers.states());
  }

  @Override
  public void close() {
    closed = true;
    loop.execute(this::closeOnLoop);
  }

  // ---- calls out

  private void drain() {
    drainComing.set(false);
    admitSubmitted();
    writable();
  }

  private void admitSubmitted() {
    for (PendingCall<?> call = submitted.poll(); call != null; call = submitted.poll()) {
      call.admitted(++lastOrder);
      deadlines.add(call);
      ready.add(call);
    }
    sweepLater();
  }

  /** Sends what can be sent now. While a frame is being written the next one fills. */
  @Override
  public void writable() {
    BatchStream stream = primary.usable();
    if (stream == null || !storeTime.known()) {
      return;
    }
    long now = ticker.getAsLong();
    while (stream.writable() && fillFrame(stream, now)) {
      stream.flush();
      counters.frames.increment();
    }
  }

  private boolean fillFrame(BatchStream stream, long now) {
    int count = 0;
    while (count < BatchStream.FRAME_CALLS_MAX) {
      PendingCall<?> call = ready.poll(!writeIds.full());
      if (call == null) {
        break;
      }
      send(call, stream, now);
      count++;
    }
    return count > 0;
  }

  private void send(PendingCall<?> call, BatchStream stream, long now) {
    if (call.needsWriteId()) {
      call.identify(writeIds.take(), storeTime.millis());
    }
    if (call.sent()) {
      counters.repeated.increment();
    }
    long remainingMillis = TimeUnit.NANOSECONDS.toMillis(call.deadlineNanos() - now);
    stream.add(call, writeIds.oldestUnanswered(), remainingMillis);
  }

  // ---- answers in

  @Override
  public void opened(BatchStream stream) {
    primary.opened(stream);
  }

  @Override
  public void heard(BatchStream stream, long storeTimeMillis) {
    storeTime.seen(storeTimeMillis);
    nodes.heard(stream.node());
  }

  @Override
  public void answered(PendingCall<?> call, Reply reply) {
    if (reply.hasError()) {
      refused(call, reply.getError());
    } else if (call.isAnswerKind(reply)) {
      finish(call);
      counters.succeeded.increment();
      call.succeed(reply);
    } else {
      fail(call, Outcomes.senseless(call.effect(), "the node answered another question"));
    }
  }

  private void refused(PendingCall<?> call, CallError error) {
    switch (Outcomes.after(error)) {
      case FAIL -> fail(call, Outcomes.refused(error, call.effect()));
      case TO_PRIMARY -> {
        call.refused(false);
        primary.hinted(error.getPrimary());
        sendLater(call, 0);
      }
      case LATER -> {
        call.refused(true);
        sendLater(call, error.getRetryAfterMillis());
      }
      case REPEAT -> {
        call.leftOpen();
        sendLater(call, error.getRetryAfterMillis());
      }
    }
  }

  @Override
  public void ended(BatchStream stream, Status status) {
    primary.ended(stream, status);
  }

  @Override
  public void lost(List<PendingCall<?>> calls) {
    for (PendingCall<?> call : calls) {
      call.lost();
      ready.addAgain(call);
    }
  }

  // ---- again

  /** After a while, or as soon as there is news of the primary. */
  private void sendLater(PendingCall<?> call, long adviceMillis) {
    long delayMillis =
        Math.max(backoff.millis(call.refusals()), Math.min(adviceMillis, ADVICE_MILLIS_MAX));
    long untilNanos = ticker.getAsLong() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
    delayed.add(call, untilNanos);
    sendDueLater();
  }

  /** One timer, for the first of them; an earlier one that was overtaken fires for nothing. */
  private void sendDueLater() {
    if (!delayed.isEmpty() && delayed.firstNanos() < dueNanos) {
      long atNanos = delayed.firstNanos();
      dueNanos = atNanos;
      long waitNanos = Math.max(0, atNanos - ticker.getAsLong());
      loop.later(() -> sendDue(atNanos), TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1);
    }
  }

  private void sendDue(long atNanos) {
    if (atNanos == dueNanos) {
      dueNanos = NEVER;
    }
    delayed.takeDue(ticker.getAsLong(), ready::addAgain);
    sendDueLater();
    writable();
  }

  @Override
  public void primaryChanged() {
    delayed.takeAll(ready::addAgain);
  }

  // ---- the end of a call

  private void sweepLater() {
    PendingCall<?> first = deadlines.first();
    if (!sweepComing && first != null) {
      sweepComing = true;
      long millis = TimeUnit.NANOSECONDS.toMillis(first.deadlineNanos() - ticker.getAsLong());
      loop.later(this::sweep, Math.max(SWEEP_MILLIS_MIN, millis));
    }
  }

  private void sweep() {
    sweepComing = false;
    deadlines.takeExpired(
        ticker.getAsLong(), call -> fail(call, Outcomes.expired(call, callTimeout)));
    ready.purge();
    sweepLater();
    writable();
  }

  private void fail(PendingCall<?> call, ZonekeepException failure) {
    finish(call);
    counters.failed.increment();
    call.fail(failure);
  }

  /** It is never sent again: only now its sequence no longer holds the window open. */
  private void finish(PendingCall<?> call) {
    if (call.slot() != PendingCall.NO_SLOT) {
      primary.forget(call.slot());
    }
    if (call.sequence() > 0) {
      writeIds.answered(call.sequence());
    }
    deadlines.remove(call);
    call.markDone();
    admission.leave(call.bytes());
  }

  private void closeOnLoop() {
    primary.close();
    admitSubmitted();
    deadlines.takeAll(call -> fail(call, Outcomes.closed(call.inDoubt())));
  }

  private void failSubmitted() {
    for (PendingCall<?> call = submitted.poll(); call != null; call = submitted.poll()) {
      call.fail(Outcomes.closed(false));
    }
  }
}
