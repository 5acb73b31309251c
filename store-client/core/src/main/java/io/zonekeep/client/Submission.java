package io.zonekeep.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Takes calls; a bad argument fails the call as any other failure does. */
final class Submission {
  private final Exchange exchange;

  Submission(Exchange exchange) {
    this.exchange = exchange;
  }

  <T> CompletableFuture<T> submit(Supplier<Operation<T>> operation) {
    try {
      return exchange.submit(operation.get());
    } catch (ZonekeepException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
