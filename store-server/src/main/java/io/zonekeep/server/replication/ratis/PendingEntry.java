package io.zonekeep.server.replication.ratis;

import io.zonekeep.server.replication.IndeterminateException;
import io.zonekeep.server.replication.NotPrimaryException;
import io.zonekeep.server.replication.PrimaryHint;
import io.zonekeep.server.replication.Proposal;
import io.zonekeep.server.state.Entry;
import io.zonekeep.server.state.Result;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/**
 * A proposal between append and apply. It goes to Ratis as the request's message, comes back to the
 * state machine as the same object, and so carries the decoded entry there and the results back.
 */
final class PendingEntry implements Message {
  private final Entry entry;
  private final ByteString content;
  private final CompletableFuture<List<Result>> results = new CompletableFuture<>();

  /** Set under the log's lock just before the entry gets its index. */
  private volatile boolean reachedLog;

  PendingEntry(Proposal proposal) {
    this.entry = proposal.entry();
    this.content = UnsafeByteOperations.unsafeWrap(proposal.encoded());
  }

  @Override
  public ByteString getContent() {
    return content;
  }

  Entry entry() {
    return entry;
  }

  CompletableFuture<List<Result>> results() {
    return results;
  }

  void reachesLog() {
    reachedLog = true;
  }

  void applied(List<Result> appliedResults) {
    results.complete(appliedResults);
  }

  /** Ratis gave up on it; without effect if it was applied. */
  void failed(Throwable cause, Supplier<PrimaryHint> hint) {
    results.completeExceptionally(
        reachedLog
            ? new IndeterminateException("the primary changed while the write was under way", cause)
            : new NotPrimaryException(hint.get()));
  }
}
