package io.zonekeep.zones;

import io.zonekeep.cluster.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Docker engine's command line. */
final class Docker {
  /** On all that tests start; deploy/engine.sh removes what bears it. */
  static final String LABEL = "--label=zonekeep.test";

  /** Lets root, in a container, change routes and rules there. */
  static final String MAY_CHANGE_NETWORK = "--cap-add=NET_ADMIN";

  private Docker() {}

  static String run(String... words) {
    return Command.run(command(words), Map.of());
  }

  /** The same, whether it succeeds or not. */
  static void tryRun(String... words) {
    Command.tryRun(command(words), Map.of());
  }

  /** Runs a program in a container as its root. */
  static void exec(String container, String program, String... words) {
    List<String> all = new ArrayList<>(List.of("exec", "--user=0", container, program));
    all.addAll(List.of(words));
    run(all.toArray(String[]::new));
  }

  private static List<String> command(String... words) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(words));
    return command;
  }
}
