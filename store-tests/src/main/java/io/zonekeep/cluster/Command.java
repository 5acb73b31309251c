package io.zonekeep.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program of this machine to its end. */
public final class Command {
  /** The longest are builds of an image. */
  private static final Duration TIME_MAX = Duration.ofMinutes(5);

  private Command() {}

  /** How a program ended and what it wrote, errors included. */
  public record Ended(int exitCode, String output) {}

  /**
   * Returns what it wrote.
   *
   * @throws IllegalStateException with what it wrote, if its exit code is not 0
   */
  public static String run(String... words) {
    return run(List.of(words), Map.of());
  }

  /** The same with additions to the environment. */
  public static String run(List<String> words, Map<String, String> environment) {
    Ended ended = tryRun(words, environment);
    if (ended.exitCode != 0) {
      throw new IllegalStateException(
          "%s: exit code %d\n%s"
              .formatted(String.join(" ", words), ended.exitCode, ended.output.strip()));
    }
    return ended.output.strip();
  }

  /** Leaves it to the caller what an exit code means. */
  public static Ended tryRun(List<String> words, Map<String, String> environment) {
    try {
      // A file, not a pipe: nobody reads while it runs.
      Path output = Files.createTempFile("zonekeep-command", ".log");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(words)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new Ended(await(builder.start(), words), Files.readString(output, UTF_8));
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + words.getFirst(), e);
    }
  }

  private static int await(Process process, List<String> words) {
    try {
      if (process.waitFor(TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      throw new IllegalStateException("%s: not done within %s".formatted(words, TIME_MAX));
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + words.getFirst(), e);
    }
  }
}
