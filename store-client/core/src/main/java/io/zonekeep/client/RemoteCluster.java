package io.zonekeep.client;

import io.zonekeep.client.ZonekeepException.Outcome;
import io.zonekeep.client.ZonekeepException.Reason;
import io.zonekeep.client.discovery.NodeState;
import io.zonekeep.client.discovery.Nodes;
import io.zonekeep.client.discovery.View;
import io.zonekeep.v1.ClusterServiceGrpc;
import io.zonekeep.v1.GetStatusRequest;
import io.zonekeep.v1.GetStatusResponse;
import io.zonekeep.v1.HandOverRequest;
import io.zonekeep.v1.HandOverResponse;
import io.zonekeep.v1.Topology;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Asks the nodes about themselves. For many threads. */
final class RemoteCluster implements Cluster {
  static final Duration HANDOVER_TIMEOUT_MIN = Duration.ofMillis(100);
  static final Duration HANDOVER_TIMEOUT_MAX = Duration.ofSeconds(60);

  /** A node that is frozen must not hold up what the others say. */
  private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(2);

  /** Given to all nodes to be connected, right after the client's start. */
  private static final Duration CONNECT_PATIENCE = Duration.ofMillis(500);

  private static final long LOOK_AGAIN_MILLIS = 20;

  private final Nodes nodes;
  private final Duration callTimeout;
  private final LongSupplier ticker;

  RemoteCluster(ClientOptions options, Nodes nodes) {
    this.nodes = nodes;
    this.callTimeout = options.callTimeout();
    this.ticker = options.ticker();
  }

  @Override
  public Optional<Topology> topology() {
    return nodes.tracker().view().topology();
  }

  @Override
  public CompletableFuture<Map<String, GetStatusResponse>> statusAsync() {
    Duration timeout = callTimeout.compareTo(STATUS_TIMEOUT) < 0 ? callTimeout : STATUS_TIMEOUT;
    CompletableFuture<Map<String, GetStatusResponse>> answer = new CompletableFuture<>();
    statusWhenConnected(timeout, ticker.getAsLong() + timeout.toNanos(), answer);
    return answer;
  }

  /** Right after the start no node is connected yet: a moment is given to all. */
  private void statusWhenConnected(
      Duration timeout, long untilNanos, CompletableFuture<Map<String, GetStatusResponse>> answer) {
    List<NodeState> known = nodes.tracker().view().nodes();
    boolean allUp = !known.isEmpty() && known.stream().allMatch(NodeState::up);
    boolean longEnough =
        untilNanos - ticker.getAsLong() < timeout.minus(CONNECT_PATIENCE).toNanos();
    if (allUp || longEnough) {
      var unused = status(known, timeout).thenAccept(answer::complete);
    } else {
      later(() -> statusWhenConnected(timeout, untilNanos, answer), answer);
    }
  }

  private CompletableFuture<Map<String, GetStatusResponse>> status(
      List<NodeState> known, Duration timeout) {
    Map<String, GetStatusResponse> answers = new ConcurrentSkipListMap<>();
    CompletableFuture<?>[] asked =
        known.stream()
            .map(node -> statusOf(node.endpoint(), timeout, answers))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(asked).thenApply(all -> Map.copyOf(answers));
  }

  private CompletableFuture<Void> statusOf(
      InetSocketAddress node, Duration timeout, Map<String, GetStatusResponse> answers) {
    return Unary.call(
            nodes.call(ClusterServiceGrpc.getGetStatusMethod(), node, timeout),
            GetStatusRequest.getDefaultInstance())
        .thenAccept(status -> answers.put(status.getNode().getId(), status))
        .exceptionally(failure -> null);
  }

  @Override
  public CompletableFuture<String> handOverAsync(Optional<String> targetNodeId, Duration timeout) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    try {
      Arguments.check(
          timeout.compareTo(HANDOVER_TIMEOUT_MIN) >= 0
              && timeout.compareTo(HANDOVER_TIMEOUT_MAX) <= 0,
          "timeout %s is not 100 ms to 60 s",
          timeout);
    } catch (ZonekeepException e) {
      return CompletableFuture.failedFuture(e);
    }
    HandOverRequest request =
        HandOverRequest.newBuilder()
            .setTargetNode(targetNodeId.orElse(""))
            .setTimeoutMillis((int) timeout.toMillis())
            .build();
    handOver(request, ticker.getAsLong() + timeout.toNanos(), answer);
    return answer;
  }

  private void handOver(
      HandOverRequest request, long untilNanos, CompletableFuture<String> answer) {
    View view = nodes.tracker().view();
    Duration remaining = Duration.ofNanos(untilNanos - ticker.getAsLong());
    if (remaining.isNegative()) {
      answer.completeExceptionally(
          new ZonekeepException(
              Outcome.NOT_DONE, Reason.UNAVAILABLE, "no primary could be reached in time"));
    } else if (view.primary().isEmpty()) {
      later(() -> handOver(request, untilNanos, answer), answer);
    } else {
      // The node itself keeps the time; ours only bounds a node that does not answer.
      Duration patience = remaining.plus(STATUS_TIMEOUT);
      var unused =
          Unary.call(
                  nodes.call(
                      ClusterServiceGrpc.getHandOverMethod(), view.primary().get(), patience),
                  request)
              .whenComplete((response, failure) ->
                  handedOver(request, untilNanos, answer, Optional.ofNullable(response), failure));
    }
  }

  private void handedOver(
      HandOverRequest request,
      long untilNanos,
      CompletableFuture<String> answer,
      Optional<HandOverResponse> response,
      @Nullable Throwable failure) {
    if (response.isPresent()) {
      answer.complete(response.get().getPrimaryNode());
    } else if (failure instanceof RefusedException refused && refused.told()) {
      if (Outcomes.after(refused.error()) == Outcomes.Next.TO_PRIMARY) {
        nodes.tracker().hinted(refused.error().getPrimary());
        later(() -> handOver(request, untilNanos, answer), answer);
      } else {
        answer.completeExceptionally(Outcomes.refused(refused.error(), Effect.REPEATABLE));
      }
    } else {
      answer.completeExceptionally(
          new ZonekeepException(
              Outcome.INDETERMINATE,
              Reason.DEADLINE_EXCEEDED,
              "the primary did not answer the handover: " + failure));
    }
  }

  private void later(Runnable task, CompletableFuture<?> answer) {
    Executor after =
        CompletableFuture.delayedExecutor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS, nodes.loop());
    try {
      after.execute(task);
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(Outcomes.closed(false));
    }
  }
}
