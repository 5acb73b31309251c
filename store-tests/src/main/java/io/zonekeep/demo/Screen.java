package io.zonekeep.demo;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/**
 * Prints lines that stay and one last line that changes. Where the output is no terminal, changes
 * are lines like the others. Safe for many threads.
 */
final class Screen {
  private static final String CLEAR_LINE = "\r\u001b[2K";
  private static final String BOLD = "\u001b[1m";
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintStream out;
  private final boolean terminal;
  private final boolean colours;
  private boolean statusShown;

  Screen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
    this.colours = terminal && System.getenv("NO_COLOR") == null;
  }

  static Screen ofThisProcess() {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new Screen(System.out, terminal && !"dumb".equals(System.getenv("TERM")));
  }

  synchronized void line(String text) {
    if (statusShown) {
      out.print(CLEAR_LINE);
      statusShown = false;
    }
    out.println(text);
    out.flush();
  }

  /** Replaces the last status. */
  synchronized void status(String text) {
    if (!terminal) {
      line(text);
      return;
    }
    out.print(CLEAR_LINE + text);
    out.flush();
    statusShown = true;
  }

  String bold(String text) {
    return coloured(BOLD, text);
  }

  /** Green or red. */
  String judged(boolean good, String text) {
    return coloured(good ? GREEN : RED, text);
  }

  private String coloured(String colour, String text) {
    return colours ? colour + text + PLAIN : text;
  }
}
