package io.zonekeep.client;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.zonekeep.client.discovery.Nodes;
import io.zonekeep.client.discovery.PrimaryTracker;
import io.zonekeep.client.discovery.StoreTime;
import io.zonekeep.client.discovery.View;
import io.zonekeep.v1.CallError;
import io.zonekeep.v1.PrimaryHint;
import io.zonekeep.v1.Reply;
import io.zonekeep.v1.StreamServiceGrpc;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries all calls to the primary, whoever that is, and sees each through to its answer or its
 * deadline. Callers of any thread put calls into a queue; everything else is owned by the client's
 * one thread, the loop, so there are no locks. It reads whole here because the steps of a failover
 * are only clear side by side: news, leave the old stream, open a new one, send again.
 */
final class Exchange implements BatchStream.Owner, AutoCloseable {
  private static final int CLIENT_ID_BYTES = 16;
  private static final long STREAM_LASTED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long BREAKER_LOOK_MILLIS = 50;
  private static final long SWEEP_MILLIS_MIN = 5;

  private final Nodes nodes;
  private final PrimaryTracker tracker;
  private final ScheduledExecutorService loop;
  private final StoreTime storeTime;
  private final Breakers breakers;
  private final LongSupplier ticker;
  private final String clientName;
  private final Duration callTimeout;
  private final ByteString clientId = randomClientId();
  private final Counters counters = new Counters();

  // For many threads.
  private final Admission admission;
  private final Queue<PendingCall<?>> submitted = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean drainComing = new AtomicBoolean();
  private final AtomicBoolean followComing = new AtomicBoolean();
  private volatile boolean closed;

  // Owned by the loop.
  private final ReadyCalls ready = new ReadyCalls();
  private final DelayedCalls delayed = new DelayedCalls();
  private final Deadlines deadlines = new Deadlines();
  private final WriteIds writeIds = new WriteIds();
  private final Backoff backoff = new Backoff(new SplittableRandom());
  private View view;
  private @Nullable BatchStream stream;
  private long streamStartedNanos;
  private int streamFailures;
  private long reopenNanos;
  private long lastOrder;
  private boolean sweepComing;

  Exchange(ClientOptions options, Nodes nodes, StoreTime storeTime, Breakers breakers) {
    this.nodes = nodes;
    this.tracker = nodes.tracker();
    this.loop = nodes.loop();
    this.storeTime = storeTime;
    this.breakers = breakers;
    this.ticker = options.ticker();
    this.clientName = options.clientName();
    this.callTimeout = options.callTimeout();
    this.admission = new Admission(options.callsInFlightMax(), options.bytesInFlightMax());
    this.view = tracker.view();
  }

  void start() {
    reopenNanos = ticker.getAsLong();
    tracker.listen(this::newsComing);
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
    if (drainComing.compareAndSet(false, true) && !onLoop(this::drain)) {
      call.fail(Outcomes.closed(false));
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
        tracker.view().term(),
        breakers.states());
  }

  @Override
  public void close() {
    closed = true;
    onLoop(this::closeOnLoop);
  }

  // ---- calls in

  private void drain() {
    drainComing.set(false);
    PendingCall<?> call = submitted.poll();
    while (call != null) {
      admit(call);
      call = submitted.poll();
    }
    pump();
    if (closed) {
      closeOnLoop();
    }
  }

  private void admit(PendingCall<?> call) {
    call.admitted(++lastOrder);
    deadlines.add(call);
    ready.add(call);
    sweepLater();
  }

  /** Sends what can be sent now. While a frame is being written the next one fills. */
  private void pump() {
    BatchStream to = stream;
    if (to == null || !isPrimary(to.node()) || !storeTime.known()) {
      return;
    }
    long now = ticker.getAsLong();
    while (to.writable() && fillFrame(to, now)) {
      to.flush();
      counters.frames.increment();
    }
  }

  private boolean fillFrame(BatchStream to, long now) {
    int count = 0;
    while (count < BatchStream.FRAME_CALLS_MAX) {
      PendingCall<?> call = ready.poll(!writeIds.full());
      if (call == null) {
        break;
      }
      send(call, to, now);
      count++;
    }
    return count > 0;
  }

  private void send(PendingCall<?> call, BatchStream to, long now) {
    if (call.needsWriteId()) {
      call.identify(writeIds.take(), storeTime.millis());
    }
    if (call.sent()) {
      counters.repeated.increment();
    }
    long remainingMillis = TimeUnit.NANOSECONDS.toMillis(call.deadlineNanos() - now);
    to.add(call, writeIds.oldestUnanswered(), remainingMillis);
  }

  // ---- answers out

  @Override
  public void storeTime(long millis) {
    storeTime.seen(millis);
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
        hinted(error.getPrimary());
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

  private void hinted(PrimaryHint hint) {
    boolean news =
        hint.getTerm() >= view.term() && !hint.getPrimaryNode().equals(view.primaryNode());
    if (news && !hint.getPrimaryNode().isEmpty()) {
      tracker.hinted(hint);
    }
  }

  /** After a while, or as soon as there is news of the primary. */
  private void sendLater(PendingCall<?> call, long adviceMillis) {
    long delayMillis = Math.max(backoff.millis(call.refusals()), adviceMillis);
    long untilNanos = ticker.getAsLong() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
    boolean first = delayed.isEmpty() || untilNanos < delayed.firstNanos();
    delayed.add(call, untilNanos);
    if (first) {
      later(this::sendDue, delayMillis);
    }
  }

  private void sendDue() {
    delayed.takeDue(ticker.getAsLong(), ready::addAgain);
    pump();
    if (!delayed.isEmpty()) {
      long waitNanos = Math.max(0, delayed.firstNanos() - ticker.getAsLong());
      later(this::sendDue, TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1);
    }
  }

  private void sweepLater() {
    PendingCall<?> first = deadlines.first();
    if (!sweepComing && first != null) {
      sweepComing = true;
      long millis = TimeUnit.NANOSECONDS.toMillis(first.deadlineNanos() - ticker.getAsLong());
      later(this::sweep, Math.max(SWEEP_MILLIS_MIN, millis));
    }
  }

  private void sweep() {
    sweepComing = false;
    deadlines.takeExpired(
        ticker.getAsLong(), call -> fail(call, Outcomes.expired(call, callTimeout)));
    ready.purge();
    sweepLater();
    pump();
  }

  private void fail(PendingCall<?> call, ZonekeepException failure) {
    finish(call);
    counters.failed.increment();
    call.fail(failure);
  }

  /** It is never sent again: only now its sequence no longer holds the window open. */
  private void finish(PendingCall<?> call) {
    if (stream != null && call.slot() != PendingCall.NO_SLOT) {
      stream.forget(call.slot());
    }
    if (call.sequence() > 0) {
      writeIds.answered(call.sequence());
    }
    deadlines.remove(call);
    call.markDone();
    admission.leave(call.bytes());
  }

  // ---- following the primary

  private void newsComing() {
    if (followComing.compareAndSet(false, true)) {
      onLoop(this::follow);
    }
  }

  private void follow() {
    followComing.set(false);
    if (closed) {
      return;
    }
    View old = view;
    view = tracker.view();
    if (view.term() != old.term() || !view.primary().equals(old.primary())) {
      streamFailures = 0;
      reopenNanos = ticker.getAsLong();
      view.primary().ifPresent(breakers::renewed);
      delayed.takeAll(ready::addAgain);
    }
    leaveLostStream();
    openStream();
    pump();
  }

  /**
   * A stream to a node that stepped down stays until its successor is known: answers may be on
   * their way. One to a node that is silent or gone does not.
   */
  private void leaveLostStream() {
    BatchStream from = stream;
    if (from == null || isPrimary(from.node())) {
      return;
    }
    boolean up =
        view.nodes().stream().anyMatch(node -> node.endpoint().equals(from.node()) && node.up());
    if (view.primary().isPresent() || !up) {
      stream = null;
      if (!from.opened()) {
        breakers.failed(from.node(), new IllegalStateException("stream did not open"));
      }
      lost(from.cancel("the primary is elsewhere or silent"));
    }
  }

  private void openStream() {
    if (stream != null || view.primary().isEmpty()) {
      return;
    }
    InetSocketAddress primary = view.primary().get();
    long waitNanos = reopenNanos - ticker.getAsLong();
    if (waitNanos > 0) {
      later(this::newsComing, TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1);
    } else if (breakers.tryEnter(primary)) {
      counters.streams.increment();
      streamStartedNanos = ticker.getAsLong();
      stream =
          new BatchStream(
              primary, nodes.call(StreamServiceGrpc.getExchangeMethod(), primary), this);
      stream.start(clientId, clientName);
    } else {
      later(this::newsComing, BREAKER_LOOK_MILLIS);
    }
  }

  @Override
  public void opened(BatchStream which) {
    breakers.succeeded(which.node());
  }

  @Override
  public void writable() {
    pump();
  }

  @Override
  public void ended(BatchStream which, Status status) {
    lost(which.unanswered());
    if (which != stream) {
      return;
    }
    stream = null;
    breakers.failed(which.node(), status.asException());
    long now = ticker.getAsLong();
    boolean lasted = now - streamStartedNanos > STREAM_LASTED_NANOS;
    streamFailures = lasted ? 1 : streamFailures + 1;
    long waitMillis = streamFailures == 1 ? 0 : backoff.millis(streamFailures - 1);
    reopenNanos = now + TimeUnit.MILLISECONDS.toNanos(waitMillis);
    newsComing();
  }

  private void lost(List<PendingCall<?>> calls) {
    for (PendingCall<?> call : calls) {
      call.lost();
      ready.addAgain(call);
    }
  }

  private boolean isPrimary(InetSocketAddress node) {
    return view.primary().filter(node::equals).isPresent();
  }

  // ---- the end

  private void closeOnLoop() {
    if (stream != null) {
      BatchStream ending = stream;
      ending.cancel("the client was closed");
      stream = null;
    }
    for (PendingCall<?> call = submitted.poll(); call != null; call = submitted.poll()) {
      admit(call);
    }
    deadlines.takeAll(call -> fail(call, Outcomes.closed(call.inDoubt())));
  }

  private void later(Runnable task, long delayMillis) {
    try {
      var unused = loop.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      closed = true;
    }
  }

  /** False: the client is closed and its loop gone. */
  private boolean onLoop(Runnable task) {
    try {
      loop.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private static ByteString randomClientId() {
    byte[] id = new byte[CLIENT_ID_BYTES];
    new SecureRandom().nextBytes(id);
    return ByteString.copyFrom(id);
  }
}
