package io.zonekeep.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Three scripted nodes over one perfect store; a is primary in term 1. */
final class ScriptedCluster implements AutoCloseable {
  final MemoryStore store = new MemoryStore();
  final ScriptedNode a = new ScriptedNode("a", store);
  final ScriptedNode b = new ScriptedNode("b", store);
  final ScriptedNode c = new ScriptedNode("c", store);
  final List<ScriptedNode> nodes = List.of(a, b, c);

  ScriptedCluster() {
    nodes.forEach(node -> node.members(a, b, c));
    promote(1, "a");
  }

  String target() {
    return ScriptedNode.target(a, b, c);
  }

  void promote(long term, String primary) {
    nodes.forEach(node -> node.state(term, primary));
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Override
  public void close() {
    nodes.forEach(ScriptedNode::close);
  }
}
