package io.zonekeep.cli;

import io.zonekeep.client.ZonekeepException;
import io.zonekeep.client.ZonekeepException.Outcome;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns whatever goes wrong into one line and an exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    terminal.error(oneLine(failure) + " (see " + command + " --help)");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) {
    if (failure instanceof UsageException usage) {
      terminal.error(oneLine(usage));
      return ExitCode.USAGE;
    }
    if (failure instanceof ZonekeepException known) {
      boolean unknown = known.outcome() == Outcome.INDETERMINATE;
      terminal.error(
          oneLine(known) + (unknown ? "; nobody knows whether it was done, read to find out" : ""));
      return ExitCode.of(known);
    }
    terminal.error("defect: " + failure.getClass().getSimpleName() + ": " + oneLine(failure));
    failure.printStackTrace(terminal.err());
    return ExitCode.DEFECT;
  }

  private static String oneLine(Exception failure) {
    return String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
