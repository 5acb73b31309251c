package io.zonekeep.server.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
  @ParameterizedTest
  @ValueSource(strings = {"x", "xyz", "xxyyz", "xyzuv"})
  void layoutsThatSurviveTheLossOfAZoneAreTaken(String zones) {
    assertThatCode(() -> Layout.check(members(zones), "n0")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"xxy", "xxx", "xyy", "xxxyz", "xxxxx"})
  void aMajorityInOneZoneIsRefused(String zones) {
    assertThatThrownBy(() -> Layout.check(members(zones), "n0"))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("a majority")
        .hasMessageContaining("spread");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "xy", "xyzu", "xyzuvw"})
  void onlyOneThreeOrFiveNodesAreTaken(String zones) {
    assertThatThrownBy(() -> Layout.check(members(zones), "n0"))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("list 1, 3 or 5");
  }

  @Test
  void aNodeThatIsNotListedIsRefused() {
    assertThatThrownBy(() -> Layout.check(members("xyz"), "n9"))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("node.id n9")
        .hasMessageContaining("n0, n1, n2");
  }

  @Test
  void idsAreUnique() {
    List<Member> members = new ArrayList<>(members("xyz"));
    members.set(2, new Member("n0", "z", "h9", 1, 2, 3));

    assertThatThrownBy(() -> Layout.check(members, "n0"))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("names node n0 twice");
  }

  @Test
  void portsAreUniqueOnAHost() {
    List<Member> members = new ArrayList<>(members("xyz"));
    members.set(2, new Member("n2", "z", "h1", 9, 2, 10));

    assertThatThrownBy(() -> Layout.check(members, "n0"))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("port 2 of host h1");
  }

  @Test
  void namesAreOfPlainCharacters() {
    assertThatThrownBy(() -> Layout.check(List.of(new Member("A b", "z", "h", 1, 2, 3)), "A b"))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("id \"A b\"");
  }

  private static List<Member> members(String zones) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < zones.length(); i++) {
      members.add(new Member("n" + i, zones.substring(i, i + 1), "h" + i, 1, 2, 3));
    }
    return members;
  }
}
