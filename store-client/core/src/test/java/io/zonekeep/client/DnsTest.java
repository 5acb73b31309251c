package io.zonekeep.client;

import static io.zonekeep.client.ScriptedCluster.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeep.client.discovery.Names;
import io.zonekeep.client.discovery.TinyDnsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class DnsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final TinyDnsServer dns = new TinyDnsServer();
  private final ScriptedNode old = new ScriptedNode("a", new MemoryStore());
  private final ScriptedNode moved = new ScriptedNode("b", new MemoryStore());

  DnsTest() throws IOException {
    old.state(1, "a");
    moved.state(2, "b");
    dns.addresses("node.test", 1, LOOPBACK);
    dns.services("store.test", 1, "node.test", old.port());
  }

  @AfterEach
  void close() {
    old.close();
    moved.close();
    dns.close();
  }

  @Test
  void aNodeThatMovedIsFoundThroughDnsWithinTheRecordsTime() throws IOException {
    try (ZonekeepClient client = connect()) {
      KeyValue keys = client.keyValue("test");
      keys.put(bytes("k"), bytes("1"));
      dns.services("store.test", 1, "node.test", moved.port());
      await().atMost(Duration.ofSeconds(5)).until(() -> client.metrics().primaryTerm() == 2);
      keys.put(bytes("k"), bytes("2"));
      assertThat(moved.received()).isNotEmpty();
    }
  }

  @Test
  void aNodeThatFailedIsLookedUpAgainThoughItsRecordIsYoung() throws IOException {
    dns.services("store.test", 3_600, "node.test", old.port());
    try (ZonekeepClient client = connect()) {
      KeyValue keys = client.keyValue("test");
      keys.put(bytes("k"), bytes("1"));
      dns.services("store.test", 3_600, "node.test", moved.port());
      old.stop();
      assertThat(keys.put(bytes("k"), bytes("2")).applied()).isTrue();
      assertThat(moved.received()).isNotEmpty();
    }
  }

  @Test
  void dnsThatFailsOrIsSlowTakesNoNodeAway() {
    try (ZonekeepClient client = connect()) {
      KeyValue keys = client.keyValue("test");
      keys.put(bytes("k"), bytes("1"));
      dns.fail(true);
      int asked = dns.asked();
      await().atMost(Duration.ofSeconds(10)).until(() -> dns.asked() > asked + 1);
      keys.put(bytes("k"), bytes("2"));
      dns.delay(5_000);
      keys.put(bytes("k"), bytes("3"));
      assertThat(client.metrics().streamsOpened()).isEqualTo(1);
    }
  }

  @Test
  void dnsThatComesUpLateIsWaitedFor() {
    dns.fail(true);
    try (ZonekeepClient client = connect()) {
      CompletableFuture<WriteResult> write =
          client.keyValue("test").putAsync(bytes("k"), bytes("1"), PutOptions.ALWAYS);
      await().until(() -> dns.asked() > 0);
      dns.fail(false);
      assertThat(write.join().applied()).isTrue();
    }
  }

  private ZonekeepClient connect() {
    return Zonekeep.builder("zonekeep://store.test").names(Names.of(dns.address())).build();
  }
}
