package io.zonekeep.cli;

import io.zonekeep.client.PutOptions;
import io.zonekeep.client.WriteResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "put",
    description = {
      "Writes a key and prints its new version.",
      "The value comes from VALUE, from a file, or else from standard input, byte for byte."
    })
final class PutCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "KEY", description = "The key, as UTF-8.")
  private String key = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE", description = "The value.")
  private Optional<String> value = Optional.empty();

  @Option(names = "--file", paramLabel = "FILE", description = "Takes the value from a file.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--ttl",
      paramLabel = "DURATION",
      description = "Removes the key after this time without a write, such as 30m.")
  private Optional<Duration> ttl = Optional.empty();

  @ArgGroup private @Nullable Condition condition;

  private final ZonekeepCommand root;

  /** At most one of them. */
  static final class Condition {
    @Option(names = "--if-absent", description = "Writes only if there is no such key.")
    private boolean absent;

    @Option(
        names = "--if-version",
        paramLabel = "VERSION",
        description = "Writes only if the key has this version.")
    private long version;
  }

  PutCommand(ZonekeepCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    byte[] bytes = value();
    PutOptions options = new PutOptions(ifVersion(), ttl);
    WriteResult result = root.withKeys(keys -> keys.put(BytesText.bytes(key), bytes, options));
    if (root.json()) {
      Json.print(root.terminal(), Json.write(result.applied(), result.version()));
    } else if (result.applied()) {
      root.terminal().out().println(result.version());
    }
    if (!result.applied()) {
      root.terminal()
          .error(
              result.version() == 0
                  ? "not written: there is no such key"
                  : "not written: the key has version " + result.version());
      return ExitCode.CONDITION_FAILED;
    }
    return ExitCode.DONE;
  }

  private byte[] value() throws IOException {
    if (value.isPresent() && file.isPresent()) {
      throw new UsageException("give VALUE or --file, not both");
    }
    if (value.isPresent()) {
      return BytesText.bytes(value.get());
    }
    if (file.isPresent()) {
      return read(file.get());
    }
    if (root.terminal().interactive()) {
      throw new UsageException("no value: give VALUE, --file, or pipe it in");
    }
    return root.terminal().in().readAllBytes();
  }

  private byte[] read(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UsageException("cannot read " + path + " (" + e.getClass().getSimpleName() + ")");
    }
  }

  private OptionalLong ifVersion() {
    if (condition == null) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(condition.absent ? 0 : condition.version);
  }
}
