package io.zonekeep.server.replication;

import io.zonekeep.server.state.AppliedPosition;
import io.zonekeep.server.state.Result;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The port to the replicated log: it elects a primary, puts the primary's entries on disk in two
 * zones, and gives committed entries in order to a {@link LogConsumer}, on every node. All methods
 * may be called from any thread.
 */
public interface Engine extends AutoCloseable {
  /** Opens the log and takes part. News go to {@code listener}. */
  void start(EngineListener listener);

  /**
   * Puts one entry into the log. The future completes, on the thread that applies (so dependents
   * must hop), with what the consumer returned for it; or exceptionally with {@link
   * NotPrimaryException} if it surely was not and will not be logged, else with {@link
   * IndeterminateException}.
   */
  CompletableFuture<List<Result>> append(Proposal proposal);

  /** Where this node stands. Cheap, and not of one moment. */
  EngineStatus status();

  /** Whether this node is, just now, primary of {@code term}. A few volatile reads. */
  boolean isPrimaryOf(long term);

  /** This node's newest term, on disk before it is told. */
  long term();

  /**
   * Begins an election at once, without asking around first. For a standby that has proof of the
   * primary's death.
   *
   * @return whether an election began
   */
  boolean standForElection();

  /**
   * Hands the primary's role to a standby that has all entries. While it is under way appends are
   * refused. Fails with {@link HandOverRefusedException} if the role is still here at the end.
   */
  CompletableFuture<Void> handOver(String nodeId, Duration timeout);

  /** All that was applied up to {@code position} is on disk and needs no replay. */
  void durable(AppliedPosition position);

  /** Entries up to {@code index} may be dropped from the log. */
  void purge(long index);

  /** Leaves. Nothing is applied afterwards. */
  @Override
  void close();
}
