package io.zonekeep.client.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TargetLookupTest {
  private final TinyDnsServer dns = new TinyDnsServer();
  private final Names names = Names.of(dns.address());

  TargetLookupTest() throws IOException {}

  @AfterEach
  void close() {
    dns.close();
  }

  @Test
  void anAddressLiteralIsNotAskedFor() {
    Found<InetSocketAddress> found = lookup("zonekeep:///127.0.0.1:5,[::1]:6").lookUp().join();
    assertThat(found.values()).hasSize(2);
    assertThat(found.values().get(0).isUnresolved()).isFalse();
    assertThat(dns.asked()).isZero();
  }

  @Test
  void theHostsFileComesBeforeDns() {
    assertThat(addresses(lookup("zonekeep:///localhost:5"))).contains("127.0.0.1");
  }

  @Test
  void allAddressesOfANameAreNodesWithTheShortestTime() throws IOException {
    dns.addresses("store.test", 7, ip(1), ip(2), InetAddress.getByName("fd00::1"));
    Found<InetSocketAddress> found = lookup("zonekeep://store.test:9").lookUp().join();
    assertThat(found.values()).hasSize(3).allMatch(address -> address.getPort() == 9);
    assertThat(found.timeToLive()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void serviceRecordsNameHostsAndPorts() throws IOException {
    dns.services("store.test", 3, "node.test", 71, 72);
    dns.addresses("node.test", 60, ip(4));
    Found<InetSocketAddress> found = lookup("zonekeep://store.test").lookUp().join();
    assertThat(found.values())
        .containsExactlyInAnyOrder(
            new InetSocketAddress(ip(4), 71), new InetSocketAddress(ip(4), 72));
    assertThat(found.timeToLive()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void withoutServiceRecordsTheNameItselfCounts() throws IOException {
    dns.addresses("store.test", 60, ip(4));
    assertThat(lookup("zonekeep://store.test").lookUp().join().values())
        .containsExactly(new InetSocketAddress(ip(4), Target.DEFAULT_PORT));
  }

  @Test
  void changedRecordsAreSeenAtOnce() throws IOException {
    TargetLookup lookup = lookup("zonekeep:///store.test:9");
    dns.addresses("store.test", 3_600, ip(1));
    assertThat(addresses(lookup)).containsExactly("10.0.0.1");
    dns.addresses("store.test", 3_600, ip(2));
    assertThat(addresses(lookup)).containsExactly("10.0.0.2");
  }

  @Test
  void failureAndEmptinessKeepTheLastAddresses() throws IOException {
    TargetLookup lookup = lookup("zonekeep:///store.test:9");
    dns.addresses("store.test", 3_600, ip(1));
    assertThat(addresses(lookup)).containsExactly("10.0.0.1");
    dns.fail(true);
    Found<InetSocketAddress> failed = lookup.lookUp().join();
    assertThat(failed.values()).hasSize(1);
    assertThat(failed.timeToLive()).isEqualTo(TargetLookup.AFTER_FAILURE);
    dns.fail(false);
    dns.addresses("store.test", 3_600);
    assertThat(addresses(lookup)).containsExactly("10.0.0.1");
  }

  @Test
  void anUnknownNameIsAskedForAgainSoon() {
    Found<InetSocketAddress> found = lookup("zonekeep:///nowhere.test:9").lookUp().join();
    assertThat(found.values()).isEmpty();
    assertThat(found.timeToLive()).isEqualTo(TargetLookup.AFTER_FAILURE);
  }

  private TargetLookup lookup(String target) {
    return new TargetLookup(Target.parse(target), names);
  }

  private static List<String> addresses(TargetLookup lookup) {
    return lookup.lookUp().join().values().stream()
        .map(address -> address.getAddress().getHostAddress())
        .toList();
  }

  private static InetAddress ip(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
  }
}
