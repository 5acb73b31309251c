package io.zonekeep.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The store's process. It lives as long as the pipe to its standard input is open, so it ends with
 * this process whatever becomes of that; nothing needs to be cleaned up by anybody.
 */
final class StoreProcess implements AutoCloseable {
  /** By its name: the class is of a newer Java than this process may be. */
  static final String MAIN = "io.zonekeep.server.EmbeddedStoreProcess";

  private static final String READY = "READY ";
  private static final Duration READY_MAX = Duration.ofSeconds(60);
  private static final Duration END_MAX = Duration.ofSeconds(10);
  private static final int LINES_KEPT = 30;
  private static final List<String> JVM_FLAGS =
      List.of(
          "-Xmx192m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final Process process;
  private final CompletableFuture<String> target = new CompletableFuture<>();
  private final Deque<String> lastLines = new ArrayDeque<>();

  private StoreProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts it and waits until it serves.
   *
   * @throws IllegalStateException if there is no Java for it, or it does not start; says why
   */
  static StoreProcess start(Path java, Map<String, String> settings) {
    try {
      Path arguments = writeArguments();
      try {
        StoreProcess store = new StoreProcess(launch(java, arguments, settings));
        store.awaitReady();
        return store;
      } finally {
        Files.deleteIfExists(arguments);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the store for tests cannot be started", e);
    }
  }

  /** What a client connects to. */
  String target() {
    return target.join();
  }

  long pid() {
    return process.pid();
  }

  /** Ends it; its data is gone. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(END_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Process launch(Path java, Path arguments, Map<String, String> settings)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.add("@" + arguments);
    settings.forEach((key, value) -> command.add(key + "=" + value));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** A class path can be longer than a command line may be. */
  private static Path writeArguments() throws IOException {
    List<String> lines = new ArrayList<>(JVM_FLAGS);
    lines.add(quoted("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir")));
    lines.add("-cp");
    lines.add(quoted(classPath()));
    lines.add(MAIN);
    return Files.write(Files.createTempFile("zonekeep-testing-", ".arguments"), lines, UTF_8);
  }

  private static String quoted(String argument) {
    return '"' + argument.replace("\\", "\\\\") + '"';
  }

  /** The tests' own, which has the server because this artifact needs it there. */
  private static String classPath() {
    String file = MAIN.replace('.', '/') + ".class";
    if (StoreProcess.class.getClassLoader().getResource(file) == null) {
      throw new IllegalStateException(
          "the store for tests needs io.zonekeep:zonekeep-server on the tests' class path; it was"
              + " excluded");
    }
    return System.getProperty("java.class.path");
  }

  private void awaitReady() {
    Thread reader = new Thread(this::readLines, "zonekeep-testing-output");
    reader.setDaemon(true);
    reader.start();
    try {
      target.get(READY_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      close();
      throw new IllegalStateException("the store for tests ended before it was ready" + said());
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "the store for tests was not ready within " + READY_MAX + said());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the store for tests was starting");
    }
  }

  /** To the end: a process whose output nobody reads stands still. */
  private void readLines() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(READY)) {
          target.complete(line.substring(READY.length()));
        }
        keep(line);
      }
      target.completeExceptionally(new IOException("it ended"));
    } catch (IOException e) {
      target.completeExceptionally(e);
    }
  }

  private void keep(String line) {
    synchronized (lastLines) {
      lastLines.addLast(line);
      if (lastLines.size() > LINES_KEPT) {
        lastLines.removeFirst();
      }
    }
  }

  private String said() {
    synchronized (lastLines) {
      return lastLines.isEmpty() ? "" : "; it said:\n" + String.join("\n", lastLines);
    }
  }
}
