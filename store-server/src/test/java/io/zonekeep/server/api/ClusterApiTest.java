package io.zonekeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.zonekeep.v1.ClusterServiceGrpc;
import io.zonekeep.v1.GetStatusRequest;
import io.zonekeep.v1.GetStatusResponse;
import io.zonekeep.v1.HandOverRequest;
import io.zonekeep.v1.Health;
import io.zonekeep.v1.HealthCheck;
import io.zonekeep.v1.Node;
import io.zonekeep.v1.Role;
import io.zonekeep.v1.Topology;
import io.zonekeep.v1.WatchTopologyRequest;
import io.zonekeep.v1.WatchTopologyResponse;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterApiTest {
  private TestNode node = TestNode.start();

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void theStatusTellsWhereTheNodeStands() {
    GetStatusResponse status = cluster().getStatus(GetStatusRequest.getDefaultInstance());

    assertThat(status.getNode().getId()).isEqualTo("a");
    assertThat(status.getNode().getZone()).isEqualTo("za");
    assertThat(status.getNode().getRole()).isEqualTo(Role.ROLE_PRIMARY);
    assertThat(status.getRelease()).isEqualTo("test");
    assertThat(status.getLastLogIndex()).isEqualTo(12);
    assertThat(status.getCommittedIndex()).isEqualTo(11);
    assertThat(status.getAppliedIndex()).isEqualTo(10);
    assertThat(status.getVersion()).isEqualTo(9);
    assertThat(status.getSnapshotIndex()).isZero();
    assertThat(status.getQueuedWrites()).isEqualTo(3);
    assertThat(status.getRebuild().getSourceNode()).isEqualTo("b");
    assertThat(status.getPeersList()).hasSize(2);
    assertThat(status.getChecksList())
        .extracting(HealthCheck::getName)
        .containsExactly("disk-write", "disk-space", "pauses", "majority", "apply-lag");
  }

  @Test
  void theTopologyNamesThePrimaryAndWhoIsNotReached() {
    Topology topology = cluster().getStatus(GetStatusRequest.getDefaultInstance()).getTopology();

    assertThat(topology.getObserverNode()).isEqualTo("a");
    assertThat(topology.getNodesList()).extracting(Node::getId).containsExactly("a", "b", "c");
    assertThat(topology.getNodes(1).getRole()).isEqualTo(Role.ROLE_STANDBY);
    assertThat(topology.getNodes(1).getClientAddress()).isEqualTo("127.0.0.2:7102");
    assertThat(topology.getNodes(2).getHealth()).isEqualTo(Health.HEALTH_UNREACHABLE);
    assertThat(topology.getPartitionsList()).hasSize(1);
    assertThat(topology.getPartitions(0).getTerm()).isEqualTo(7);
    assertThat(topology.getPartitions(0).getPrimaryNode()).isEqualTo("a");
    assertThat(topology.getPartitions(0).getPrimaryIsSelf()).isTrue();
    assertThat(topology.getPartitions(0).getLastHash()).isEqualTo(-1);
  }

  @Test
  void watchersHearAtOnceAtChangesAndEachSecond() {
    Iterator<WatchTopologyResponse> watch =
        cluster().watchTopology(WatchTopologyRequest.getDefaultInstance());
    assertThat(watch.next().getTopology().getPartitions(0).getPrimaryIsSelf()).isTrue();

    node.replication.becomeStandbyOf("b");

    Topology next = watch.next().getTopology();
    while (next.getPartitions(0).getPrimaryIsSelf()) {
      next = watch.next().getTopology();
    }
    assertThat(next.getPartitions(0).getPrimaryNode()).isEqualTo("b");
    assertThat(next.getPartitions(0).getTerm()).isEqualTo(8);
    assertThat(watch.next().hasTopology()).isTrue();
  }

  @Test
  void moreWatchersThanAllowedAreRefused() {
    node.close();
    node = TestNode.startWith("api.watchers_max: 1");
    Iterator<WatchTopologyResponse> first =
        cluster().watchTopology(WatchTopologyRequest.getDefaultInstance());
    assertThat(first.hasNext()).isTrue();

    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> cluster().watchTopology(WatchTopologyRequest.getDefaultInstance()).next());

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refused.getStatus().getDescription()).contains("api.watchers_max");
  }

  @Test
  void aHandoverTellsTheNewPrimary() {
    assertThat(cluster().handOver(HandOverRequest.getDefaultInstance()).getPrimaryNode())
        .isEqualTo("b");
    assertThat(cluster().handOver(handOver("b").setTimeoutMillis(700).build()).getTerm())
        .isEqualTo(700);
  }

  @Test
  void aHandoverThatCannotBeIsRefused() {
    assertThat(codeOf(handOver("c"))).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(codeOf(handOver("zz"))).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(codeOf(handOver("b").setTimeoutMillis(99))).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(codeOf(handOver("b").setTimeoutMillis(60_001)))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void theHealthServiceTellsPrimaryFromProcess() {
    HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(node.channel);
    await()
        .until(
            () -> health.check(health("zonekeep.v1.Primary")).getStatus() == ServingStatus.SERVING);
    Iterator<HealthCheckResponse> watch = health.watch(health("zonekeep.v1.Primary"));
    assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);

    node.replication.becomeStandbyOf("b");

    assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
    assertThat(health.check(health("")).getStatus()).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void reflectionListsTheServices() {
    List<String> names = new CopyOnWriteArrayList<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(node.channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    response.getListServicesResponse().getServiceList().stream()
                        .map(ServiceResponse::getName)
                        .forEach(names::add);
                  }

                  @Override
                  public void onError(Throwable failure) {}

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());

    await()
        .untilAsserted(() ->
            assertThat(names)
                .contains(
                    "zonekeep.v1.KeyValueService",
                    "zonekeep.v1.SessionService",
                    "zonekeep.v1.StreamService",
                    "zonekeep.v1.ClusterService",
                    "grpc.health.v1.Health"));
    requests.onCompleted();
  }

  private Status.Code codeOf(HandOverRequest.Builder request) {
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> cluster().handOver(request.build()));
    return refused.getStatus().getCode();
  }

  private ClusterServiceGrpc.ClusterServiceBlockingStub cluster() {
    return ClusterServiceGrpc.newBlockingStub(node.channel);
  }

  private static HandOverRequest.Builder handOver(String target) {
    return HandOverRequest.newBuilder().setTargetNode(target);
  }

  private static HealthCheckRequest health(String service) {
    return HealthCheckRequest.newBuilder().setService(service).build();
  }
}
