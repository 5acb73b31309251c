package io.zonekeep.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes a node's configuration file. */
final class NodeConfig {
  static final String HOST = "127.0.0.1";

  private NodeConfig() {}

  /** A member as all nodes know it. */
  record Member(String id, String zone, int clientPort, int raftPort, int adminPort) {
    private String hocon() {
      return "{id = %s, zone = %s, host = \"%s\", client_port = %d, raft_port = %d, admin_port = %d}"
          .formatted(id, zone, HOST, clientPort, raftPort, adminPort);
    }
  }

  static String of(
      Member self, List<Member> members, Path dataFolder, Map<String, String> settings) {
    String nodes =
        members.stream().map(Member::hocon).collect(Collectors.joining("\n  ", "[\n  ", "\n]"));
    StringBuilder text = new StringBuilder();
    text.append("zonekeep.cluster.nodes = ").append(nodes).append('\n');
    text.append("zonekeep.node.id = ").append(self.id()).append('\n');
    text.append("zonekeep.node.data_folder = \"").append(dataFolder).append("\"\n");
    new TreeMap<>(settings)
        .forEach((key, value) -> text.append("zonekeep." + key + " = \"" + value + "\"\n"));
    return text.toString();
  }
}
