package io.zonekeep.client.discovery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeep.v1.Node;
import io.zonekeep.v1.Partition;
import io.zonekeep.v1.PrimaryHint;
import io.zonekeep.v1.Role;
import io.zonekeep.v1.Topology;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PrimaryTrackerTest {
  private static final InetSocketAddress A = address(1);
  private static final InetSocketAddress B = address(2);
  private static final InetSocketAddress C = address(3);
  private static final Map<String, InetSocketAddress> ADDRESSES = Map.of("a", A, "b", B, "c", C);

  private final StoreTime storeTime = new StoreTime();
  private final PrimaryTracker tracker = new PrimaryTracker(storeTime);

  @BeforeEach
  void threeNodesAreUp() {
    ADDRESSES.forEach((id, address) -> {
      tracker.added(address);
      tracker.up(address);
    });
  }

  @Test
  void nothingIsKnownAtFirst() {
    assertThat(tracker.view().primary()).isEmpty();
    assertThat(tracker.view().term()).isZero();
  }

  @Test
  void theNodeThatSaysItIsPrimaryIs() {
    told("a", 3, "a", true);
    assertPrimary(3, "a");
  }

  @Test
  void whatOthersSayIsBelievedUntilTheNodeItselfDenies() {
    told("b", 3, "a", false);
    told("a", 2, "", false);
    assertPrimary(3, "a");
    told("a", 3, "", false);
    assertThat(tracker.view().primary()).isEmpty();
    told("a", 3, "a", true);
    assertPrimary(3, "a");
  }

  @Test
  void aHigherTermWinsAndALowerNeverDoes() {
    told("a", 3, "a", true);
    told("b", 4, "b", true);
    assertPrimary(4, "b");
    told("a", 3, "a", true);
    assertPrimary(4, "b");
  }

  @Test
  void theStalePrimaryIsNotTakenBackWhenTheNewOneIsGone() {
    told("a", 3, "a", true);
    told("b", 4, "b", true);
    tracker.down(B);
    assertThat(tracker.view().primary()).isEmpty();
    told("a", 3, "a", true);
    assertThat(tracker.view().primary()).isEmpty();
    assertThat(tracker.view().term()).isEqualTo(4);
  }

  @Test
  void theStalePrimaryIsNotTakenWhileTheNewOneIsNotReady() {
    told("a", 3, "a", true);
    told("b", 4, "b", false);
    told("c", 4, "b", false);
    assertThat(tracker.view().primary()).isEmpty();
    told("b", 4, "b", true);
    assertPrimary(4, "b");
  }

  @Test
  void aTermWithoutAPrimaryDoesNotTakeAwayTheOneThereIs() {
    told("a", 3, "a", true);
    told("c", 9, "", false);
    assertPrimary(3, "a");
  }

  @Test
  void aPrimaryThatStepsDownIsNoneUntilThereIsAnother() {
    told("a", 3, "a", true);
    told("a", 3, "", false);
    assertThat(tracker.view().primary()).isEmpty();
    told("c", 4, "c", true);
    assertPrimary(4, "c");
  }

  @Test
  void aHintOfAHigherTermIsFollowedAndOfALowerIsNot() {
    told("a", 3, "a", true);
    told("b", 3, "a", false);
    tracker.hinted(hint(4, "b"));
    assertPrimary(4, "b");
    tracker.hinted(hint(2, "c"));
    assertPrimary(4, "b");
  }

  @Test
  void aHintIsFoundByAddressBeforeTheNodeHasSpoken() {
    told("a", 3, "a", true);
    tracker.hinted(hint(4, "c"));
    assertPrimary(4, "c");
  }

  @Test
  void aHintToANodeWithoutAConnectionNamesItsAddress() {
    told("a", 3, "a", true);
    tracker.hinted(
        PrimaryHint.newBuilder()
            .setTerm(4)
            .setPrimaryNode("d")
            .setPrimaryAddress("10.0.0.4:7101")
            .build());
    assertThat(tracker.view().primary()).isEmpty();
    assertThat(tracker.view().primaryAddress()).isEqualTo("10.0.0.4:7101");
  }

  @Test
  void aPrimaryWhoseConnectionBreaksIsNotReachable() {
    told("a", 3, "a", true);
    tracker.down(A);
    assertThat(tracker.view().primary()).isEmpty();
    tracker.up(A);
    assertPrimary(3, "a");
  }

  @Test
  void aClusterThatWasSetUpAnewIsBelievedOnceAMajoritySpeaksOfLowerTerms() {
    told("a", 9, "a", true);
    tracker.down(A);
    tracker.down(B);
    tracker.down(C);
    told("b", 1, "b", true);
    assertThat(tracker.view().primary()).isEmpty();
    told("c", 1, "b", false);
    assertPrimary(1, "b");
  }

  @Test
  void storeTimeIsTheNewestThatAnyNodeTold() {
    tracker.told(A, topology("a", 1, "", false).toBuilder().setStoreTimeMillis(50).build());
    tracker.told(B, topology("b", 1, "", false).toBuilder().setStoreTimeMillis(40).build());
    assertThat(storeTime.millis()).isEqualTo(50);
  }

  @Test
  void aListenerHearsOfEverything() {
    int[] heard = {0};
    tracker.listen(() -> heard[0]++);
    told("a", 1, "a", true);
    tracker.down(A);
    assertThat(heard[0]).isEqualTo(2);
  }

  private void assertPrimary(long term, String node) {
    assertThat(tracker.view().term()).isEqualTo(term);
    assertThat(tracker.view().primaryNode()).isEqualTo(node);
    assertThat(tracker.view().primary()).hasValue(addressOf(node));
  }

  private void told(String observer, long term, String primary, boolean self) {
    tracker.told(addressOf(observer), topology(observer, term, primary, self));
  }

  private static Topology topology(String observer, long term, String primary, boolean self) {
    Topology.Builder topology =
        Topology.newBuilder()
            .setObserverNode(observer)
            .addPartitions(
                Partition.newBuilder()
                    .setTerm(term)
                    .setPrimaryNode(primary)
                    .setPrimaryIsSelf(self));
    ADDRESSES.forEach((id, address) ->
        topology.addNodes(
            Node.newBuilder()
                .setId(id)
                .setZone("zone-" + id)
                .setClientAddress("10.0.0.%d:7101".formatted(number(address)))
                .setRole(id.equals(primary) ? Role.ROLE_PRIMARY : Role.ROLE_STANDBY)));
    return topology.build();
  }

  private static PrimaryHint hint(long term, String node) {
    return PrimaryHint.newBuilder()
        .setTerm(term)
        .setPrimaryNode(node)
        .setPrimaryAddress("10.0.0.%d:7101".formatted(number(addressOf(node))))
        .build();
  }

  private static InetSocketAddress addressOf(String node) {
    return requireNonNull(ADDRESSES.get(node), "no such node");
  }

  private static int number(InetSocketAddress address) {
    return address.getAddress().getAddress()[3];
  }

  private static InetSocketAddress address(int last) {
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last}), 7101);
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
