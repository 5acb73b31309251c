package io.zonekeep.server.replication;

import io.zonekeep.server.state.Result;
import io.zonekeep.server.state.SessionKey;
import io.zonekeep.server.state.StateReader;
import io.zonekeep.server.state.Write;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The replicated state, as the layers above see it. All methods may be called from any thread and
 * do not block, but for {@link #read}'s look at local storage.
 */
public interface Replication {

  /**
   * Puts a write into the log. The future completes with its result once it is on disk in two zones
   * and applied here; or exceptionally with {@link NotPrimaryException}, {@link QueueFullException}
   * (both: surely nothing was done) or {@link IndeterminateException}.
   */
  CompletableFuture<Result> submit(Write write);

  /**
   * Reads linearizably: takes the state first, on the calling thread, and then has a majority
   * confirm that this node was still the primary, with one confirmation for many readers. Fails
   * with {@link NotPrimaryException}, also when no confirmation comes.
   */
  <T> CompletableFuture<T> read(Function<StateReader, T> query);

  /**
   * Reads what this node has applied, whatever its role.
   *
   * @throws StandbyBehindException if it has not applied {@code versionMin}
   */
  <T> T readLocal(long versionMin, Function<StateReader, T> query);

  /**
   * Touches a session: at most one log record a second per session. Completes with whether there
   * was such a session, once the touch cannot be lost (P6); fails as {@link #submit}.
   */
  CompletableFuture<Boolean> touch(SessionKey session);

  /** Where this node stands now. Cheap enough to ask a hundred times a second. */
  ReplicationStatus status();

  /** Calls {@code listener}, on a thread of its own, after each change of role, primary or term. */
  void onChange(Runnable listener);

  /**
   * Hands the primary's role to {@code target}, or to the standby that has come furthest. Completes
   * when the other serves; fails with {@link HandOverRefusedException}, this node staying primary.
   */
  CompletableFuture<PrimaryHint> handOver(Optional<String> target, Duration timeout);
}
