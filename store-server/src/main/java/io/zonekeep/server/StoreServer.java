package io.zonekeep.server;

import io.zonekeep.server.config.LayoutException;
import io.zonekeep.server.config.Member;
import io.zonekeep.server.config.Settings;
import io.zonekeep.server.config.SettingsException;
import io.zonekeep.server.config.SettingsLoader;
import io.zonekeep.server.replication.FatalError;
import io.zonekeep.server.replication.FolderRefusedException;
import io.zonekeep.server.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The node's process: {@code zonekeep-server [--config FILE]}.
 *
 * <p>Exit codes: 0 stopped, 2 wrong settings, 3 data folder, port or layout refused, 70 going on
 * would have endangered data (see the log; a restart is safe).
 */
public final class StoreServer {
  static final int EXIT_SETTINGS = 2;
  static final int EXIT_REFUSED = 3;

  private static final String LOG_CONFIGURATION = "logback.configurationFile";
  private static final String USAGE =
      """
      Usage: zonekeep-server [--config FILE]

      Runs one node. Settings come from FILE (HOCON, see docs/settings.md) and from environment
      variables such as ZONEKEEP_NODE_ID, which win. SIGTERM hands over, drains and stops.
      """;

  private StoreServer() {}

  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length > 0 && (arguments[0].equals("--help") || arguments[0].equals("-h"))) {
      System.out.print(USAGE);
      return;
    }
    if (arguments.length > 0 && arguments[0].equals("--version")) {
      System.out.println(release());
      return;
    }
    configureLog();
    try {
      run(SettingsLoader.load(configFile(arguments), System.getenv()));
    } catch (SettingsException e) {
      refuse(EXIT_SETTINGS, e);
    } catch (LayoutException | FolderRefusedException | StorageException | IOException e) {
      refuse(EXIT_REFUSED, e);
    }
  }

  /** Here and not by a file of the usual name, which would rule over the log of a host program. */
  static void configureLog() {
    if (System.getProperty(LOG_CONFIGURATION) == null) {
      System.setProperty(LOG_CONFIGURATION, "zonekeep-logback.xml");
    }
  }

  /** The release of this jar. */
  static String release() {
    return Optional.ofNullable(StoreServer.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  private static Optional<Path> configFile(String[] arguments) {
    if (arguments.length == 0) {
      return Optional.empty();
    }
    if (arguments.length != 2 || !arguments[0].equals("--config")) {
      throw new SettingsException("unknown arguments; usage: zonekeep-server [--config FILE]");
    }
    return Optional.of(Path.of(arguments[1]));
  }

  private static void run(Settings settings) throws IOException, InterruptedException {
    Node node = new Node(settings, release(), FatalError.haltProcess());
    CountDownLatch stopped = new CountDownLatch(1);
    Thread stopping =
        Thread.ofPlatform().name("zonekeep-stop").unstarted(() -> stop(node, stopped));
    Runtime.getRuntime().addShutdownHook(stopping);
    node.start();
    Member self = settings.self();
    System.out.printf(
        "READY node=%s zone=%s client=%s:%d admin=%s:%d%n",
        self.id(), self.zone(), self.host(), self.clientPort(), self.host(), self.adminPort());
    stopped.await();
  }

  /** The exit code of a process that was told to stop is 0 when it stopped well. */
  private static void stop(Node node, CountDownLatch stopped) {
    try {
      node.stop();
      System.out.println("STOPPED");
      System.out.flush();
      Runtime.getRuntime().halt(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopped.countDown();
    }
  }

  private static void refuse(int exitCode, Exception cause) {
    System.err.println("zonekeep-server: " + String.valueOf(cause.getMessage()).replace('\n', ' '));
    System.err.flush();
    Runtime.getRuntime().halt(exitCode);
  }
}
