package io.zonekeep.server.replication.ratis;

import static java.util.Objects.requireNonNull;

import io.zonekeep.server.replication.FatalError;
import io.zonekeep.server.replication.LogConsumer;
import io.zonekeep.server.state.AppliedPosition;
import io.zonekeep.server.state.Entry;
import io.zonekeep.server.state.Result;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * What Ratis calls. Entries are applied on Ratis' one updater thread, each before the call returns,
 * so that the applied index never runs ahead of the state. Calls for elections and snapshots come
 * on threads that hold the server's lock: those only pass the news on.
 */
final class RatisStateMachine extends BaseStateMachine {
  private static final CompletableFuture<Message> APPLIED =
      CompletableFuture.completedFuture(Message.EMPTY);
  private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

  private final LogConsumer consumer;
  private final SnapshotInstall install;
  private final LogFolder folder;
  private final RoleEvents events;
  private final FatalError fatal;

  /** Held while an entry is applied, so that a pause begins between two entries. */
  private final Object applying = new Object();

  /**
   * What needs no replay after a crash, which may be less than what is applied: its entries are in
   * the state on disk. Only grows. Null: nothing.
   */
  private volatile @Nullable AppliedSnapshot durable;

  private volatile long appliedLogBytes;
  private volatile boolean closing;

  RatisStateMachine(
      LogConsumer consumer,
      SnapshotInstall install,
      LogFolder folder,
      RoleEvents events,
      FatalError fatal) {
    this.consumer = consumer;
    this.install = install;
    this.folder = folder;
    this.events = events;
    this.fatal = fatal;
  }

  @Override
  public void initialize(RaftServer server, RaftGroupId group, RaftStorage storage)
      throws java.io.IOException {
    super.initialize(server, group, storage);
    getLifeCycle()
        .startAndTransition(() -> {
          install.finishAfterCrash();
          goOnFrom(consumer.applied());
        });
  }

  private void goOnFrom(AppliedPosition position) {
    if (position.index() >= RaftLog.LEAST_VALID_LOG_INDEX) {
      setLastAppliedTermIndex(TermIndex.valueOf(position.term(), position.index()));
      durable = AppliedSnapshot.at(position);
    }
  }

  // Entries, on the way into the log.

  @Override
  public TransactionContext startTransaction(RaftClientRequest request) {
    PendingEntry pending = (PendingEntry) request.getMessage();
    return TransactionContext.newBuilder()
        .setStateMachine(this)
        .setClientRequest(request)
        .setLogData(pending.getContent())
        .setStateMachineContext(pending)
        .build();
  }

  @Override
  public TransactionContext preAppendTransaction(TransactionContext transaction) {
    if (transaction.getStateMachineContext() instanceof PendingEntry pending) {
      pending.reachesLog();
    }
    return transaction;
  }

  @Override
  public CompletableFuture<Void> flush(long index) {
    folder.beforeLogSync();
    return DONE;
  }

  /** Ratis waits for the answer after it has cut the files. */
  @Override
  public CompletableFuture<Void> truncate(long index) {
    return new CompletableFuture<>() {
      @Override
      public @Nullable Void get() {
        folder.logCut();
        return null;
      }
    };
  }

  // Committed entries.

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    synchronized (applying) {
      if (getLifeCycleState() == LifeCycle.State.RUNNING) {
        applyOrStop(transaction);
      }
      // Otherwise a snapshot that holds this entry is about to replace the state.
    }
    return APPLIED;
  }

  private void applyOrStop(TransactionContext transaction) {
    LogEntryProto logged = requireNonNull(transaction.getLogEntry(), "no log entry");
    try {
      apply(logged, transaction.getStateMachineContext());
    } catch (RuntimeException | Error e) {
      fatal.stop("entry " + logged.getIndex() + " cannot be applied", e);
      throw e;
    }
  }

  private void apply(LogEntryProto logged, @Nullable Object context) {
    long term = logged.getTerm();
    long index = logged.getIndex();
    int bytes = logged.getStateMachineLogEntry().getLogData().size();
    if (context instanceof PendingEntry pending) {
      List<Result> results = consumer.apply(term, index, pending.entry());
      wasApplied(term, index, bytes);
      pending.applied(results);
    } else {
      consumer.apply(term, index, decode(logged));
      wasApplied(term, index, bytes);
    }
  }

  private Entry decode(LogEntryProto logged) {
    return consumer.decode(logged.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer());
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by the updater thread alone
  private void wasApplied(long term, long index, int bytes) {
    updateLastAppliedTermIndex(term, index);
    appliedLogBytes += bytes;
  }

  @Override
  public void notifyTermIndexUpdated(long term, long index) {
    synchronized (applying) {
      if (getLifeCycleState() == LifeCycle.State.RUNNING) {
        consumer.skip(term, index);
        updateLastAppliedTermIndex(term, index);
      }
    }
  }

  long appliedLogBytes() {
    return appliedLogBytes;
  }

  // Snapshots.

  @Override
  public @Nullable SnapshotInfo getLatestSnapshot() {
    return durable;
  }

  /** All up to {@code position} is on disk. From any thread. */
  synchronized void durable(AppliedPosition position) {
    AppliedSnapshot before = durable;
    if (position.index() >= 0 && (before == null || before.getIndex() < position.index())) {
      durable = AppliedSnapshot.at(position);
    }
  }

  @Override
  public CompletableFuture<@Nullable TermIndex> notifyInstallSnapshotFromLeader(
      RoleInfoProto role, TermIndex firstInLog) {
    return install
        .begin(firstInLog.getIndex() - 1)
        .thenApply(
            fetched -> fetched.map(at -> TermIndex.valueOf(at.term(), at.index())).orElse(null));
  }

  @Override
  public void pause() {
    synchronized (applying) {
      getLifeCycle().transition(LifeCycle.State.PAUSING);
      getLifeCycle().transition(LifeCycle.State.PAUSED);
    }
  }

  @Override
  public void reinitialize() {
    try {
      install.finish();
      goOnFrom(consumer.applied());
    } catch (RuntimeException | Error e) {
      fatal.stop("a received snapshot cannot be installed", e);
      throw e;
    }
    getLifeCycle().transition(LifeCycle.State.STARTING);
    getLifeCycle().transition(LifeCycle.State.RUNNING);
  }

  // News.

  @Override
  public void notifyLeaderReady() {
    events.primaryReady();
  }

  @Override
  public void notifyNotLeader(Collection<TransactionContext> pending) {
    events.primaryLost();
  }

  @Override
  public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId leader) {
    events.changed();
  }

  @Override
  public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto entry) {
    fatal.stop("the log cannot be written", cause);
  }

  /** From now on it is expected that Ratis closes. */
  void expectClose() {
    closing = true;
  }

  /** Ratis closes itself where it cannot go on, and leaves the process running. */
  @Override
  public void close() {
    if (!closing) {
      fatal.stop("the log was closed", new IllegalStateException("closed by Ratis"));
    }
  }
}
