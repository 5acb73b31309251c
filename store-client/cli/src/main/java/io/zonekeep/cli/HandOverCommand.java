package io.zonekeep.cli;

import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "handover",
    description = {
      "Moves the primary's role to a standby, without a failed call, and prints the new primary.",
      "For maintenance: hand over, then stop the node."
    })
final class HandOverCommand implements Callable<Integer> {
  @Option(
      names = "--to",
      paramLabel = "NODE",
      description = "The standby to promote. Default: the one that has come furthest.")
  private Optional<String> to = Optional.empty();

  private final ZonekeepCommand root;

  HandOverCommand(ZonekeepCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    String primary = root.withClient(client -> client.cluster().handOver(to, root.timeout()));
    if (root.json()) {
      JsonObject object = new JsonObject();
      object.addProperty("primary", primary);
      Json.print(root.terminal(), object);
    } else {
      root.terminal().out().println(primary);
    }
    return ExitCode.DONE;
  }
}
