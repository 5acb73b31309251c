package io.zonekeep.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class FailoverTest {
  private final MemoryStore store = new MemoryStore();
  private final ScriptedNode a = new ScriptedNode("a", store);
  private final ScriptedNode b = new ScriptedNode("b", store);
  private final ScriptedNode c = new ScriptedNode("c", store);
  private final ZonekeepClient client = Zonekeep.connect(ScriptedNode.target(a, b, c));

  @BeforeEach
  void aIsPrimary() {
    for (ScriptedNode node : new ScriptedNode[] {a, b, c}) {
      node.members(a, b, c);
      node.state(1, "a");
    }
  }

  @AfterEach
  void close() {
    client.close();
    a.close();
    b.close();
    c.close();
    assertThat(store.breaches()).isEmpty();
  }

  private void promote(long term, String primary) {
    a.state(term, primary);
    b.state(term, primary);
    c.state(term, primary);
  }

  @Test
  void putIsReadBack() {
    KeyValue keys = client.keyValue("test");
    assertThat(keys.put(bytes("k"), bytes("v"))).isEqualTo(new WriteResult(true, 1));
    assertThat(keys.get(bytes("k")).orElseThrow().value()).isEqualTo(bytes("v"));
    assertThat(keys.get(bytes("other"))).isEmpty();
  }

  @Test
  void callsFollowTheNewPrimary() {
    KeyValue keys = client.keyValue("test");
    keys.put(bytes("k"), bytes("1"));
    promote(2, "b");
    keys.put(bytes("k"), bytes("2"));
    assertThat(b.received()).isNotEmpty();
    assertThat(client.metrics().primaryTerm()).isEqualTo(2);
  }

  @Test
  void writesInFlightAtAFailoverAreSentAgainUnderTheirIds() {
    KeyValue keys = client.keyValue("test");
    keys.put(bytes("k"), bytes("0"));
    a.swallowAnswers(true);
    CompletableFuture<WriteResult> write = keys.putAsync(bytes("k"), bytes("1"), PutOptions.ALWAYS);
    await().until(() -> a.received().size() == 2);
    a.close();
    b.state(2, "b");
    c.state(2, "b");
    assertThat(write.orTimeout(5, TimeUnit.SECONDS).join().version()).isEqualTo(2);
    assertThat(store.puts("k")).isEqualTo(2);
    assertThat(MemoryStore.writeId(b.received().get(0)))
        .isEqualTo(MemoryStore.writeId(a.received().get(1)));
  }

  @Test
  void aStaleTermIsIgnored() throws InterruptedException {
    KeyValue keys = client.keyValue("test");
    keys.put(bytes("k"), bytes("1"));
    b.state(2, "b");
    c.state(2, "b");
    keys.put(bytes("k"), bytes("2"));
    int before = a.received().size();
    a.tell();
    for (int i = 0; i < 50; i++) {
      keys.put(bytes("k"), bytes("3"));
    }
    assertThat(a.received()).hasSize(before);
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
