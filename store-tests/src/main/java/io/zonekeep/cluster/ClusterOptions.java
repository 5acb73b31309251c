package io.zonekeep.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a local cluster is made of.
 *
 * @param folder holds one folder a node: its data, configuration and log
 * @param zones one node stands in each; also the nodes' ids
 * @param jvmFlags of every node
 * @param settings of every node, below "zonekeep", as {@code snapshot.log_entries -> 1000}
 * @param environment of every node, besides this process's own
 */
public record ClusterOptions(
    Path folder,
    List<String> zones,
    List<String> jvmFlags,
    Map<String, String> settings,
    Map<String, String> environment) {
  public ClusterOptions {
    zones = List.copyOf(zones);
    jvmFlags = List.copyOf(jvmFlags);
    settings = Map.copyOf(settings);
    environment = Map.copyOf(environment);
  }

  /** Three zones with the flags that operators get. */
  public static ClusterOptions threeZones(Path folder) {
    return new ClusterOptions(folder, List.of("a", "b", "c"), NodeJvm.flags(), Map.of(), Map.of());
  }

  public ClusterOptions with(String setting, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(setting, value);
    return new ClusterOptions(folder, zones, jvmFlags, more, environment);
  }

  public ClusterOptions withEnvironment(Map<String, String> variables) {
    return new ClusterOptions(folder, zones, jvmFlags, settings, variables);
  }

  /** Only these flags and those without which a node does not run. */
  public ClusterOptions withJvmFlags(String... flags) {
    List<String> all = new ArrayList<>(NodeJvm.NEEDED);
    all.addAll(List.of(flags));
    return new ClusterOptions(folder, zones, all, settings, environment);
  }
}
