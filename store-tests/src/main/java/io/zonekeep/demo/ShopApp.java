package io.zonekeep.demo;

import io.zonekeep.cluster.ChildProcess;
import io.zonekeep.cluster.JavaCommand;
import io.zonekeep.cluster.ProjectFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One app of the example shop and, once started, its process. Used by one thread at a time. */
public final class ShopApp {
  private static final String JAR = "deploy/example-app/target/zonekeep-example-app.jar";

  /** Small, and quick to start: six of them share a machine with everything else. */
  private static final List<String> FLAGS =
      List.of(
          "-Xmx96m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final String name;
  private final String zone;
  private final int port;
  private final String target;
  private final Program program;
  private final Path log;
  private @Nullable ChildProcess process;

  /**
   * Makes an app that runs once it is started.
   *
   * @param target of the store
   * @param folder where its log goes
   */
  public ShopApp(String name, String zone, int port, String target, Program program, Path folder) {
    this.name = name;
    this.zone = zone;
    this.port = port;
    this.target = target;
    this.program = program;
    this.log = folder.resolve("app-" + name + ".log");
  }

  /**
   * What to run.
   *
   * @param javaArguments that name it: {@code -jar} and a file, or {@code -cp} and a class
   */
  public record Program(List<String> javaArguments) {
    public Program {
      javaArguments = List.copyOf(javaArguments);
    }

    /** As it is packaged, if it is. */
    static Optional<Program> packaged() {
      return ProjectFiles.find(JAR).map(jar -> new Program(List.of("-jar", jar.toString())));
    }

    /** A class of this process's class path. */
    public static Program compiled(Class<?> main) {
      return new Program(List.of("-cp", JavaCommand.classPath(), main.getName()));
    }
  }

  public String name() {
    return name;
  }

  public String zone() {
    return zone;
  }

  public int port() {
    return port;
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Starts the process and does not wait for it. */
  public void start() {
    process =
        ChildProcess.start(
            "app " + name,
            JavaCommand.of(
                FLAGS,
                program.javaArguments(),
                List.of(
                    "--shop.app=" + name,
                    "--shop.zone=" + zone,
                    "--spring.session.zonekeep.target=" + target,
                    "--server.port=" + port,
                    // The balancer speaks plain HTTP, on loopback.
                    "--server.servlet.session.cookie.secure=false")),
            log);
  }

  public void awaitReady(Duration timeout) {
    process().awaitReady(timeout);
  }

  /** The process last started, which may have ended. */
  public ChildProcess process() {
    if (process == null) {
      throw new IllegalStateException("app " + name + " was never started");
    }
    return process;
  }
}
