package io.zonekeep.bench;

import io.zonekeep.cluster.Leftovers;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All benchmarks, each on a three-zone cluster that it starts on this machine. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures a three-zone cluster on this machine, fsync on.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CallsCommand.class,
      FailoverCommand.class,
      BusyCommand.class,
      FootprintCommand.class,
      SessionsCommand.class
    })
public final class Bench {
  private Bench() {}

  public static void main(String[] arguments) {
    int exitCode = new CommandLine(new Bench()).execute(arguments);
    if (exitCode != 0) {
      Leftovers.keepFolders();
    }
    System.exit(exitCode);
  }
}
