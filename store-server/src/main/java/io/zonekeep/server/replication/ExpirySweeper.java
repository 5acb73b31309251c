package io.zonekeep.server.replication;

import io.zonekeep.server.state.Command.Expire;
import io.zonekeep.server.state.DueHint;
import io.zonekeep.server.state.Result;
import io.zonekeep.server.state.StateReader;
import io.zonekeep.server.state.Write;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * On the primary, logs a command for records that may be due. Whether they are is decided where the
 * command is applied, on every node alike. One command at a time.
 */
final class ExpirySweeper {
  private final int recordsMax;
  private final StoreClock clock;
  private final StateReader reader;
  private final Function<Write, CompletableFuture<Result>> submit;
  private final AtomicBoolean underWay = new AtomicBoolean();

  ExpirySweeper(
      int recordsMax,
      StoreClock clock,
      StateReader reader,
      Function<Write, CompletableFuture<Result>> submit) {
    this.recordsMax = recordsMax;
    this.clock = clock;
    this.reader = reader;
    this.submit = submit;
  }

  /** Looks once; calls {@code ifMore} when the command is done and more may be due. */
  void sweep(Runnable ifMore) {
    if (!underWay.compareAndSet(false, true)) {
      return;
    }
    List<DueHint> hints = reader.dueHints(clock.millis(), recordsMax);
    if (hints.isEmpty()) {
      underWay.set(false);
      return;
    }
    var _ =
        submit
            .apply(Write.anonymous(new Expire(hints)))
            .whenComplete((result, failure) -> {
              underWay.set(false);
              if (failure == null && hints.size() == recordsMax) {
                ifMore.run();
              }
            });
  }
}
