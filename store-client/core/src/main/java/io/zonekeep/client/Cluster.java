package io.zonekeep.client;

import io.zonekeep.v1.GetStatusResponse;
import io.zonekeep.v1.Topology;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The cluster itself: who is there, who is primary. Safe for many threads. */
public interface Cluster {
  /** The newest topology any node has told; empty until one has. */
  Optional<Topology> topology();

  /** Status by node id of all nodes that answer within the deadline. */
  CompletableFuture<Map<String, GetStatusResponse>> statusAsync();

  /** Hands the primary's role over; empty: to the standby that has come furthest. */
  CompletableFuture<String> handOverAsync(Optional<String> targetNodeId, Duration timeout);

  default Map<String, GetStatusResponse> status() {
    return Blocking.await(statusAsync());
  }

  /** Returns the id of the new primary. */
  default String handOver(Optional<String> targetNodeId, Duration timeout) {
    return Blocking.await(handOverAsync(targetNodeId, timeout));
  }
}
