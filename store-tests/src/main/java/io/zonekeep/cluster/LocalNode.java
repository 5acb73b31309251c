package io.zonekeep.cluster;

import io.zonekeep.cluster.NodeConfig.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One node of a local cluster and, while it runs, its process. Used by one thread at a time. */
public final class LocalNode {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  private final Member member;
  private final Path folder;
  private final List<String> jvmFlags;
  private final Map<String, String> environment;
  private @Nullable ChildProcess process;

  LocalNode(Member member, Path folder, List<String> jvmFlags, Map<String, String> environment) {
    this.member = member;
    this.folder = folder;
    this.jvmFlags = jvmFlags;
    this.environment = environment;
  }

  public String id() {
    return member.id();
  }

  public String clientAddress() {
    return NodeConfig.HOST + ":" + member.clientPort();
  }

  public String adminAddress() {
    return NodeConfig.HOST + ":" + member.adminPort();
  }

  public int raftPort() {
    return member.raftPort();
  }

  public Path dataFolder() {
    return folder.resolve("data");
  }

  public Path config() {
    return folder.resolve("node.conf");
  }

  public Path log() {
    return folder.resolve("node.log");
  }

  /** Starts the process and does not wait for it. */
  public void start() {
    if (isRunning()) {
      throw new IllegalStateException("node " + id() + " runs already");
    }
    process =
        ChildProcess.start("node " + id(), NodeJvm.command(jvmFlags, config()), environment, log());
  }

  public ChildProcess.Ready awaitReady(Duration timeout) {
    return process().awaitReady(timeout);
  }

  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** The process last started, which may have ended. */
  public ChildProcess process() {
    if (process == null) {
      throw new IllegalStateException("node " + id() + " was never started");
    }
    return process;
  }

  public void kill() {
    process().kill();
  }

  /** SIGTERM; returns the exit code. */
  public int stop() {
    return process().stop(STOP_TIMEOUT);
  }

  public void freeze() {
    process().freeze();
  }

  public void thaw() {
    process().thaw();
  }

  /** Deletes all its data, as a new disk would. */
  public void wipe() {
    if (isRunning()) {
      throw new IllegalStateException("node " + id() + " runs; it cannot be wiped");
    }
    ProjectFiles.delete(dataFolder());
  }

  void writeConfig(String text) {
    try {
      Files.createDirectories(folder);
      Files.writeString(config(), text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + config(), e);
    }
  }
}
