package io.zonekeep.bench;

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
      FootprintCommand.class
    })
public final class Bench {
  private Bench() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }
}
