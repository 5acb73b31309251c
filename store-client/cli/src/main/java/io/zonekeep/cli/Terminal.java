package io.zonekeep.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a command reads from and prints to.
 *
 * @param interactive whether a person sits there: colours, and a line end after a bare value
 */
record Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive) {
  static Terminal ofProcess() {
    return new Terminal(System.in, utf8(System.out), utf8(System.err), Ansi.AUTO.enabled());
  }

  void error(String line) {
    err.println("zonekeep: " + line);
  }

  Ansi ansi() {
    return interactive ? Ansi.ON : Ansi.OFF;
  }

  PrintWriter outWriter() {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }

  PrintWriter errWriter() {
    return new PrintWriter(err, true, StandardCharsets.UTF_8);
  }

  /** Keys are UTF-8 whatever the locale says. */
  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }
}
