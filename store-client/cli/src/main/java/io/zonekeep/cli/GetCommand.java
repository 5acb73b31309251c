package io.zonekeep.cli;

import io.zonekeep.client.Entry;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "get",
    description = {
      "Prints a key's value, byte for byte; -o json also tells version and remaining life.",
      "A line end is added only on a terminal."
    })
final class GetCommand implements Callable<Integer> {
  @Parameters(paramLabel = "KEY", description = "The key, as UTF-8.")
  private String key = "";

  private final ZonekeepCommand root;

  GetCommand(ZonekeepCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    Optional<Entry> found = root.withKeys(keys -> keys.get(BytesText.bytes(key)));
    if (found.isEmpty()) {
      root.terminal().error("no such key: " + key);
      return ExitCode.CONDITION_FAILED;
    }
    print(found.get());
    return ExitCode.DONE;
  }

  private void print(Entry entry) {
    Terminal terminal = root.terminal();
    if (root.json()) {
      Json.print(terminal, Json.entry(entry, true));
      return;
    }
    terminal.out().writeBytes(entry.value());
    if (terminal.interactive()) {
      terminal.out().println();
    }
    terminal.out().flush();
  }
}
