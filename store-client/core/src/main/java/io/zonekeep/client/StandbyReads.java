package io.zonekeep.client;

import io.zonekeep.client.ZonekeepException.Outcome;
import io.zonekeep.client.ZonekeepException.Reason;
import io.zonekeep.client.discovery.NodeState;
import io.zonekeep.client.discovery.Nodes;
import io.zonekeep.v1.GetRequest;
import io.zonekeep.v1.KeyValueServiceGrpc;
import io.zonekeep.v1.StandbyRead;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Reads from standbys, that of the preferred zone first: if it is behind or does not answer, from
 * the next. Never from the primary, which is to be spared. For many threads.
 */
final class StandbyReads {
  private final Nodes nodes;
  private final Breakers breakers;
  private final Optional<String> preferredZone;
  private final Duration callTimeout;
  private final LongSupplier ticker;

  StandbyReads(ClientOptions options, Nodes nodes, Breakers breakers) {
    this.nodes = nodes;
    this.breakers = breakers;
    this.preferredZone = options.preferredZone();
    this.callTimeout = options.callTimeout();
    this.ticker = options.ticker();
  }

  CompletableFuture<Optional<Entry>> get(String namespace, byte[] key, long versionMin) {
    GetRequest request;
    try {
      request =
          GetRequest.newBuilder()
              .setNamespace(namespace)
              .setKey(Arguments.key(key))
              .setStandby(StandbyRead.newBuilder().setVersionMin(versionMin))
              .build();
    } catch (ZonekeepException e) {
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Optional<Entry>> answer = new CompletableFuture<>();
    long deadlineNanos = ticker.getAsLong() + callTimeout.toNanos();
    ZonekeepException none =
        new ZonekeepException(Outcome.NOT_DONE, Reason.UNAVAILABLE, "no standby is in reach");
    askNext(request, standbys(), deadlineNanos, none, answer);
    return answer;
  }

  private Deque<InetSocketAddress> standbys() {
    Deque<InetSocketAddress> standbys = new ArrayDeque<>();
    nodes.tracker().view().nodes().stream()
        .filter(node -> node.up() && node.standby())
        .sorted(Comparator.comparing(this::isElsewhere))
        .forEach(node -> standbys.add(node.endpoint()));
    return standbys;
  }

  private boolean isElsewhere(NodeState node) {
    return preferredZone.filter(node.zone()::equals).isEmpty();
  }

  private void askNext(
      GetRequest request,
      Deque<InetSocketAddress> left,
      long deadlineNanos,
      ZonekeepException lastFailure,
      CompletableFuture<Optional<Entry>> answer) {
    InetSocketAddress standby = left.poll();
    Duration remaining = Duration.ofNanos(deadlineNanos - ticker.getAsLong());
    if (standby == null || remaining.isNegative() || remaining.isZero()) {
      answer.completeExceptionally(lastFailure);
      return;
    }
    if (!breakers.tryEnter(standby)) {
      askNext(request, left, deadlineNanos, lastFailure, answer);
      return;
    }
    // The last one may take all the time that is left; the others must leave some.
    Duration share = left.isEmpty() ? remaining : remaining.dividedBy(2);
    var unused =
        Unary.call(nodes.call(KeyValueServiceGrpc.getGetMethod(), standby, share), request)
            .whenComplete((response, failure) -> {
              if (failure == null) {
                breakers.succeeded(standby);
                answer.complete(KeyValueCalls.entry(response));
              } else {
                askNext(request, left, deadlineNanos, judged(standby, failure), answer);
              }
            });
  }

  private ZonekeepException judged(InetSocketAddress standby, Throwable failure) {
    if (failure instanceof RefusedException refused && refused.told()) {
      breakers.succeeded(standby);
      return Outcomes.refused(refused.error(), Effect.READ);
    }
    breakers.failed(standby, failure);
    return new ZonekeepException(
        Outcome.NOT_DONE, Reason.UNAVAILABLE, "no standby answered: " + failure.getMessage());
  }
}
