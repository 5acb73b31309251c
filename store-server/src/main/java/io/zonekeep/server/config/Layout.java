package io.zonekeep.server.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses lists of nodes with which a promise could not be kept, above all: a majority of nodes
 * must always span two zones, else losing one zone could lose acknowledged writes (P2).
 */
final class Layout {
  private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,64}");
  private static final Set<Integer> SIZES = Set.of(1, 3, 5);

  private Layout() {}

  static void check(List<Member> members, String ownId) {
    if (!SIZES.contains(members.size())) {
      throw new LayoutException(
          "cluster.nodes lists %d nodes: list 1, 3 or 5".formatted(members.size()));
    }
    checkIds(members);
    checkPorts(members);
    checkZones(members);
    if (members.stream().noneMatch(member -> member.id().equals(ownId))) {
      throw new LayoutException(
          "node.id %s is not in cluster.nodes (%s): add it there or name one of these"
              .formatted(ownId, String.join(", ", members.stream().map(Member::id).toList())));
    }
  }

  private static void checkIds(List<Member> members) {
    Set<String> seen = new HashSet<>();
    for (Member member : members) {
      checkName("id", member.id());
      checkName("zone", member.zone());
      if (!seen.add(member.id())) {
        throw new LayoutException(
            "cluster.nodes names node %s twice: give each node an id of its own"
                .formatted(member.id()));
      }
    }
  }

  private static void checkName(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new LayoutException(
          "cluster.nodes: %s \"%s\" must be 1 to 64 characters of a-z 0-9 . _ -"
              .formatted(what, name));
    }
  }

  private static void checkPorts(List<Member> members) {
    Map<String, String> owners = new HashMap<>();
    for (Member member : members) {
      claim(owners, member, member.clientPort());
      claim(owners, member, member.raftPort());
      claim(owners, member, member.adminPort());
    }
  }

  private static void claim(Map<String, String> owners, Member member, int port) {
    String other = owners.put(member.host() + ":" + port, member.id());
    if (other != null) {
      throw new LayoutException(
          "cluster.nodes gives port %d of host %s twice (nodes %s and %s): use each port once a host"
              .formatted(port, member.host(), other, member.id()));
    }
  }

  private static void checkZones(List<Member> members) {
    if (members.size() == 1) {
      return;
    }
    Map<String, Integer> nodesByZone = new HashMap<>();
    members.forEach(member -> nodesByZone.merge(member.zone(), 1, Integer::sum));
    nodesByZone.forEach((zone, nodes) -> {
      if (nodes > members.size() / 2) {
        throw new LayoutException(
            "zone %s has %d of %d nodes, a majority: spread them so that losing one zone loses"
                    .formatted(zone, nodes, members.size())
                + " fewer than half");
      }
    });
  }
}
