package io.zonekeep.server.replication;

import io.zonekeep.server.state.AppliedPosition;
import io.zonekeep.server.state.Result;
import io.zonekeep.server.state.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An engine in which the test decides what becomes of each entry. */
final class FakeEngine implements Engine {
  private final LinkedBlockingQueue<Appended> appended = new LinkedBlockingQueue<>();
  volatile long term = 1;
  volatile boolean primary = true;
  volatile long appliedIndex;
  volatile long flushedIndex;

  /** An entry that was given to the engine. */
  record Appended(Proposal proposal, CompletableFuture<List<Result>> future) {
    List<Write> writes() {
      return proposal.entry().writes();
    }

    /** Commits and applies it. */
    void succeed() {
      List<Result> results = new ArrayList<>();
      for (int i = 0; i < writes().size(); i++) {
        results.add(new Result.Written(i));
      }
      future.complete(results);
    }
  }

  /** Waits for the next entry. */
  Appended next() throws InterruptedException {
    return Optional.ofNullable(appended.poll(10, TimeUnit.SECONDS)).orElseThrow();
  }

  /** Entries that nobody has taken. */
  int waiting() {
    return appended.size();
  }

  @Override
  public CompletableFuture<List<Result>> append(Proposal proposal) {
    CompletableFuture<List<Result>> future = new CompletableFuture<>();
    appended.add(new Appended(proposal, future));
    return future;
  }

  @Override
  public EngineStatus status() {
    return new EngineStatus(
        primary ? NodeRole.PRIMARY : NodeRole.STANDBY,
        new PrimaryHint(term, primary ? Optional.of("a") : Optional.empty()),
        term,
        appliedIndex,
        flushedIndex,
        appliedIndex,
        appliedIndex,
        0,
        Optional.empty(),
        List.of());
  }

  @Override
  public boolean isPrimaryOf(long asked) {
    return primary && asked == term;
  }

  @Override
  public long term() {
    return term;
  }

  @Override
  public void start(EngineListener listener) {}

  @Override
  public boolean standForElection() {
    return false;
  }

  @Override
  public CompletableFuture<Void> handOver(String nodeId, Duration timeout) {
    return CompletableFuture.failedFuture(new HandOverRefusedException("a fake"));
  }

  @Override
  public void durable(AppliedPosition position) {}

  @Override
  public void purge(long index) {}

  @Override
  public void close() {}
}
