package io.zonekeep.bench;

import io.zonekeep.cluster.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The processes of one store, as seen from outside. */
interface Store {
  /** One process and where its data lies. */
  record Node(ChildProcess process, Path data) {}

  List<Node> nodes();

  /** Processor time so far of all nodes. */
  default Duration nodesCpu() {
    return nodes().stream().map(node -> node.process().cpu()).reduce(Duration.ZERO, Duration::plus);
  }

  /** Processor time so far of all nodes and of this process, which is their client. */
  default Duration cpu() {
    return nodesCpu().plus(ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
  }

  /** Calls of applications that the primary has served so far, by kind; it keeps count itself. */
  Map<String, Long> calls();

  /** Messages that applications have sent so far. */
  long messages();
}
