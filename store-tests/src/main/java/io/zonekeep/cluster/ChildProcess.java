package io.zonekeep.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One process that this one started: it appends to a log file and says READY there when it is.
 * Signals go to processes started here, never to a number found elsewhere.
 */
public final class ChildProcess {
  private static final String READY = "READY ";
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration KILL_WAIT = Duration.ofSeconds(10);
  private static final int TAIL_LINES = 12;

  private final String name;
  private final Process process;
  private final Path log;

  /** Where in the log this process began: an earlier one may have written before. */
  private final int logBegin;

  private final long startedNanos;

  private ChildProcess(String name, Process process, Path log, int logBegin, long startedNanos) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.logBegin = logBegin;
    this.startedNanos = startedNanos;
  }

  /** Starts a command whose output is appended to {@code log}. */
  public static ChildProcess start(String name, List<String> command, Path log) {
    return start(name, command, Map.of(), log);
  }

  /** {@code environment}: what of it differs from this process's. */
  public static ChildProcess start(
      String name, List<String> command, Map<String, String> environment, Path log) {
    requireNonNull(name, "name is null");
    try {
      int logBegin = Files.exists(log) ? Math.toIntExact(Files.size(log)) : 0;
      long startedNanos = System.nanoTime();
      // A file, not a pipe: the process must be able to outlive this one.
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      Process process = builder.start();
      ChildProcess child = new ChildProcess(name, process, log, logBegin, startedNanos);
      Leftovers.remember(child);
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  /** What a process said when it was ready, and how long that took since its start. */
  public record Ready(String words, Duration after) {}

  public Ready awaitReady(Duration timeout) {
    while (true) {
      // Asked before the log is read, so that a last word is not missed.
      boolean alive = process.isAlive();
      Duration after = Duration.ofNanos(System.nanoTime() - startedNanos);
      for (String line : output()) {
        if (line.startsWith(READY)) {
          return new Ready(line.substring(READY.length()), after);
        }
      }
      if (!alive) {
        throw new StartFailedException(name + " ended with code " + exitCode() + tail());
      }
      if (after.compareTo(timeout) > 0) {
        throw new StartFailedException(name + " was not ready within " + timeout + tail());
      }
      Pause.of(POLL);
    }
  }

  /** The complete lines that this process has written so far. */
  public List<String> output() {
    try {
      byte[] all = Files.readAllBytes(log);
      String own =
          new String(Arrays.copyOfRange(all, Math.min(logBegin, all.length), all.length), UTF_8);
      return own.substring(0, own.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public int exitCode() {
    return process.exitValue();
  }

  /** Processor time since its start, of all its threads. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** SIGKILL, which also ends a frozen process; returns when it is gone. */
  public void kill() {
    sendKill();
    awaitExit(KILL_WAIT);
  }

  /** SIGKILL, without waiting for the end. */
  public void sendKill() {
    process.destroyForcibly();
  }

  /** SIGTERM; returns the exit code. */
  public int stop(Duration timeout) {
    process.destroy();
    awaitExit(timeout);
    return exitCode();
  }

  /** SIGSTOP: no thread of it runs, while its sockets stay open. */
  public void freeze() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void thaw() {
    signal("CONT");
  }

  public void awaitExit(Duration timeout) {
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(name + " did not end within " + timeout + tail());
      }
      Leftovers.forget(this);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + name + " to end", e);
    }
  }

  private void signal(String signal) {
    if (!process.isAlive()) {
      throw new IllegalStateException(name + " has ended; it cannot take SIG" + signal);
    }
    try {
      int code =
          new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill -" + signal + " of " + name + " failed: " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while signalling " + name, e);
    }
  }

  private String tail() {
    List<String> lines = output();
    return "; the end of "
        + log
        + ":\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }
}
