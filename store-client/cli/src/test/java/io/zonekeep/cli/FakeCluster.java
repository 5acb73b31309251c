package io.zonekeep.cli;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.zonekeep.client.Cluster;
import io.zonekeep.v1.GetStatusResponse;
import io.zonekeep.v1.Health;
import io.zonekeep.v1.Node;
import io.zonekeep.v1.Partition;
import io.zonekeep.v1.Role;
import io.zonekeep.v1.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Three nodes a, b, c in zones of the same names, answering as a test says. */
final class FakeCluster implements Cluster {
  final Map<String, GetStatusResponse> answers = new TreeMap<>();
  final List<Optional<String>> handovers = new ArrayList<>();

  /** The node answers, and believes {@code primary} was elected in {@code term}. */
  GetStatusResponse.Builder answer(String node, Role role, long term, String primary) {
    return GetStatusResponse.newBuilder()
        .setNode(node(node).toBuilder().setRole(role).setHealth(Health.HEALTH_HEALTHY))
        .setTopology(
            Topology.newBuilder()
                .setCluster("zonekeep")
                .setObserverNode(node)
                .addAllNodes(List.of(node("a"), node("b"), node("c")))
                .addPartitions(Partition.newBuilder().setTerm(term).setPrimaryNode(primary)));
  }

  void add(GetStatusResponse.Builder answer) {
    answers.put(answer.getNode().getId(), answer.build());
  }

  @Override
  public Optional<Topology> topology() {
    return Optional.empty();
  }

  @Override
  public CompletableFuture<Map<String, GetStatusResponse>> statusAsync() {
    return completedFuture(answers);
  }

  @Override
  public CompletableFuture<String> handOverAsync(Optional<String> targetNodeId, Duration timeout) {
    handovers.add(targetNodeId);
    return completedFuture(targetNodeId.orElse("b"));
  }

  private static Node node(String id) {
    return Node.newBuilder()
        .setId(id)
        .setZone("zone-" + id)
        .setClientAddress("127.0.0.1:710" + (id.charAt(0) - 'a' + 1))
        .build();
  }
}
