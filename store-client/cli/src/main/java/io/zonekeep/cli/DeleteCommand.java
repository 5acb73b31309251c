package io.zonekeep.cli;

import com.google.gson.JsonObject;
import io.zonekeep.client.DeleteResult;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "delete", description = "Removes a key.")
final class DeleteCommand implements Callable<Integer> {
  @Parameters(paramLabel = "KEY", description = "The key, as UTF-8.")
  private String key = "";

  @Option(
      names = "--if-version",
      paramLabel = "VERSION",
      description = "Removes it only if it has this version.")
  private Optional<Long> ifVersion = Optional.empty();

  private final ZonekeepCommand root;

  DeleteCommand(ZonekeepCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    byte[] bytes = BytesText.bytes(key);
    DeleteResult result =
        root.withKeys(keys ->
            ifVersion.isPresent() ? keys.delete(bytes, ifVersion.get()) : keys.delete(bytes));
    if (root.json()) {
      JsonObject object = Json.write(result.applied(), result.version());
      object.addProperty("existed", result.existed());
      Json.print(root.terminal(), object);
    }
    if (!result.existed()) {
      root.terminal().error("no such key: " + key);
      return ExitCode.CONDITION_FAILED;
    }
    if (!result.applied()) {
      root.terminal().error("not removed: the key has version " + result.version());
      return ExitCode.CONDITION_FAILED;
    }
    return ExitCode.DONE;
  }
}
