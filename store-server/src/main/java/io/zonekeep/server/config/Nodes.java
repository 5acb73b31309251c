package io.zonekeep.server.config;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the list of nodes, in which every field must be there and no other. */
final class Nodes {
  static final Set<String> FIELDS =
      new TreeSet<>(Set.of("id", "zone", "host", "client_port", "raft_port", "admin_port"));

  private Nodes() {}

  static List<Member> read(Config config, String path) {
    List<Member> members = new ArrayList<>();
    for (Config node : config.getConfigList(path)) {
      checkFields(node);
      members.add(
          new Member(
              node.getString("id"),
              node.getString("zone"),
              node.getString("host"),
              port(node, "client_port"),
              port(node, "raft_port"),
              port(node, "admin_port")));
    }
    return List.copyOf(members);
  }

  private static void checkFields(Config node) {
    for (String field : node.root().keySet()) {
      if (!FIELDS.contains(field)) {
        throw new SettingsException(
            "cluster.nodes: unknown key %s; the nearest known one is %s (%s)"
                .formatted(field, Nearest.to(field, FIELDS), node.origin().description()));
      }
    }
    for (String field : FIELDS) {
      if (!node.hasPath(field)) {
        throw new SettingsException(
            "cluster.nodes: a node lacks %s (%s)".formatted(field, node.origin().description()));
      }
    }
  }

  private static int port(Config node, String field) {
    int port = node.getInt(field);
    if (port < 1 || port > 65_535) {
      throw new SettingsException(
          "cluster.nodes: %s %d of node %s is out of bounds: 1 to 65535"
              .formatted(field, port, node.getString("id")));
    }
    return port;
  }
}
