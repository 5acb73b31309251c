package io.zonekeep.client;

import static io.zonekeep.client.ScriptedCluster.bytes;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeep.v1.CallError;
import io.zonekeep.v1.ErrorReason;
import io.zonekeep.v1.PrimaryHint;
import io.zonekeep.v1.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FailoverTest {
  private final ScriptedCluster cluster = new ScriptedCluster();
  private final ZonekeepClient client = Zonekeep.connect(cluster.target());
  private final KeyValue keys = client.keyValue("test");

  @AfterEach
  void close() {
    client.close();
    cluster.close();
    assertThat(cluster.store.breaches()).isEmpty();
  }

  @Test
  void putIsReadBack() {
    assertThat(keys.put(bytes("k"), bytes("v"))).isEqualTo(new WriteResult(true, 1));
    assertThat(keys.get(bytes("k")).orElseThrow().value()).isEqualTo(bytes("v"));
    assertThat(keys.get(bytes("other"))).isEmpty();
  }

  @Test
  void callsFollowTheNewPrimary() {
    keys.put(bytes("k"), bytes("1"));
    cluster.promote(2, "b");
    keys.put(bytes("k"), bytes("2"));
    assertThat(cluster.b.received()).isNotEmpty();
    assertThat(client.metrics().primaryTerm()).isEqualTo(2);
  }

  @Test
  void writesInFlightAtAFailoverAreSentAgainUnderTheirIds() {
    keys.put(bytes("k"), bytes("0"));
    cluster.a.swallowAnswers(true);
    CompletableFuture<WriteResult> write = keys.putAsync(bytes("k"), bytes("1"), PutOptions.ALWAYS);
    await().until(() -> cluster.a.received().size() == 2);
    cluster.a.stop();
    cluster.b.state(2, "b");
    cluster.c.state(2, "b");
    assertThat(write.orTimeout(5, SECONDS).join().version()).isEqualTo(2);
    assertThat(cluster.store.puts("k")).isEqualTo(2);
    assertThat(MemoryStore.writeId(cluster.b.received().get(0)))
        .isEqualTo(MemoryStore.writeId(cluster.a.received().get(1)));
  }

  @Test
  void aStreamThatBreaksIsOpenedAgainAndItsWritesHappenOnce() {
    keys.put(bytes("k"), bytes("0"));
    cluster.a.swallowAnswers(true);
    List<CompletableFuture<WriteResult>> writes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      writes.add(keys.putAsync(bytes("k"), bytes("1"), PutOptions.ALWAYS));
    }
    await().until(() -> cluster.store.puts("k") == 101);
    cluster.a.swallowAnswers(false);
    cluster.a.breakStreams();
    for (int i = 0; i < 100; i++) {
      assertThat(writes.get(i).orTimeout(5, SECONDS).join().version()).isEqualTo(i + 2);
    }
    assertThat(cluster.store.puts("k")).isEqualTo(101);
    assertThat(client.metrics().sendsRepeated()).isEqualTo(100);
  }

  @Test
  void aStaleTermIsIgnored() {
    keys.put(bytes("k"), bytes("1"));
    cluster.b.state(2, "b");
    cluster.c.state(2, "b");
    keys.put(bytes("k"), bytes("2"));
    int before = cluster.a.received().size();
    for (int i = 0; i < 50; i++) {
      cluster.a.tell();
      keys.put(bytes("k"), bytes("3"));
    }
    assertThat(cluster.a.received()).hasSize(before);
  }

  @Test
  void aHintOfAHigherTermIsFollowed() {
    keys.put(bytes("k"), bytes("1"));
    cluster.b.freeze();
    cluster.b.state(2, "b");
    cluster.a.script(call -> notPrimary(call.getCallId(), 2, "b", cluster.b.address()));
    CompletableFuture<WriteResult> write = keys.putAsync(bytes("k"), bytes("2"), PutOptions.ALWAYS);
    await().until(() -> client.metrics().primaryTerm() == 2);
    cluster.b.thaw();
    assertThat(write.orTimeout(5, SECONDS).join().applied()).isTrue();
  }

  @Test
  void aHintLeadsToANodeThatNobodyNamed() {
    ScriptedNode stranger = new ScriptedNode("d", cluster.store);
    stranger.members(stranger);
    stranger.state(2, "d");
    try (stranger) {
      keys.put(bytes("k"), bytes("1"));
      cluster.a.script(call -> notPrimary(call.getCallId(), 2, "d", stranger.address()));
      assertThat(keys.put(bytes("k"), bytes("2")).version()).isEqualTo(2);
      assertThat(stranger.received()).hasSize(1);
    }
  }

  @Test
  void nodesThatTheTargetDoesNotNameAreLearnedFromTheOthers() {
    try (ZonekeepClient other = Zonekeep.connect(ScriptedNode.target(cluster.c))) {
      assertThat(other.keyValue("test").put(bytes("k"), bytes("1")).applied()).isTrue();
      assertThat(cluster.a.received()).hasSize(1);
    }
  }

  @Test
  void aFrozenPrimaryIsLeftAsSoonAsItsSuccessorIsKnown() {
    keys.put(bytes("k"), bytes("1"));
    cluster.a.freeze();
    CompletableFuture<WriteResult> write = keys.putAsync(bytes("k"), bytes("2"), PutOptions.ALWAYS);
    long start = System.nanoTime();
    cluster.b.state(2, "b");
    assertThat(write.orTimeout(5, SECONDS).join().applied()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void aBlackHoleAmongTheNodesHoldsNobodyUp() throws IOException {
    try (ServerSocket hole = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ZonekeepClient other =
            Zonekeep.connect(
                "zonekeep:///127.0.0.1:%d,%s"
                    .formatted(hole.getLocalPort(), cluster.a.address()))) {
      assertThat(other.keyValue("test").put(bytes("k"), bytes("1")).applied()).isTrue();
    }
  }

  @Test
  void aHalfOpenConnectionIsFoundAndReplaced() throws IOException {
    try (ScriptedNode alone = new ScriptedNode("x", new MemoryStore());
        PausableProxy proxy = new PausableProxy(alone.port());
        ZonekeepClient other = Zonekeep.connect("zonekeep:///127.0.0.1:" + proxy.port())) {
      alone.state(1, "x");
      other.keyValue("test").put(bytes("k"), bytes("1"));
      proxy.pauseConnections();
      long start = System.nanoTime();
      assertThat(other.keyValue("test").put(bytes("k"), bytes("2")).version()).isEqualTo(2);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
      assertThat(proxy.accepted()).isGreaterThan(1);
    }
  }

  @Test
  void aSilentPrimaryIsFoundThoughItsConnectionStands() {
    keys.put(bytes("k"), bytes("1"));
    cluster.a.freeze();
    CompletableFuture<WriteResult> write = keys.putAsync(bytes("k"), bytes("2"), PutOptions.ALWAYS);
    await().atMost(Duration.ofSeconds(5)).until(() -> client.metrics().streamsOpened() > 1);
    cluster.a.thaw();
    assertThat(write.orTimeout(5, SECONDS).join().version()).isEqualTo(2);
  }

  @Test
  void aRestartedPrimaryIsFoundAgain() {
    ScriptedNode alone = new ScriptedNode("x", cluster.store);
    alone.state(1, "x");
    try (ZonekeepClient other = Zonekeep.connect(ScriptedNode.target(alone))) {
      other.keyValue("test").put(bytes("k"), bytes("1"));
      alone.stop();
      CompletableFuture<WriteResult> write =
          other.keyValue("test").putAsync(bytes("k"), bytes("2"), PutOptions.ALWAYS);
      try (ScriptedNode again = new ScriptedNode("x", cluster.store, alone.port())) {
        again.state(1, "x");
        assertThat(write.orTimeout(5, SECONDS).join().version()).isEqualTo(2);
      }
    }
  }

  private static Reply notPrimary(long callId, long term, String node, String address) {
    return Reply.newBuilder()
        .setCallId(callId)
        .setError(
            CallError.newBuilder()
                .setReason(ErrorReason.ERROR_REASON_NOT_PRIMARY)
                .setPrimary(
                    PrimaryHint.newBuilder()
                        .setTerm(term)
                        .setPrimaryNode(node)
                        .setPrimaryAddress(address)))
        .build();
  }
}
