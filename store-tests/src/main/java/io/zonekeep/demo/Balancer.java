package io.zonekeep.demo;

import io.zonekeep.cluster.ChildProcess;
import io.zonekeep.cluster.FreePorts;
import io.zonekeep.cluster.InstalledProgram;
import io.zonekeep.cluster.Pause;
import io.zonekeep.cluster.ProjectFiles;
import io.zonekeep.cluster.StartFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A real HAProxy with the project's configuration, deploy/haproxy.cfg, on free ports. */
public final class Balancer {
  private static final String CONFIG = "deploy/haproxy.cfg";
  private static final String STATUS_COLUMN = "status";
  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(2);

  private final ChildProcess process;
  private final URI address;
  private final URI statistics;
  private final HttpClient http = HttpClient.newHttpClient();

  private Balancer(ChildProcess process, URI address, URI statistics) {
    this.process = process;
    this.address = address;
    this.statistics = statistics;
  }

  /** The program, if this machine has it. */
  public static Optional<Path> find() {
    return InstalledProgram.find("haproxy");
  }

  /** Starts it and does not wait for the apps. */
  static Balancer start(Path haproxy, List<ShopApp> apps, Path folder) {
    List<Integer> ports = FreePorts.take(2);
    Map<String, String> environment = new HashMap<>();
    environment.put("SHOP_PORT", ports.get(0).toString());
    environment.put("STATS_PORT", ports.get(1).toString());
    environment.put("SHOP_PID_FILE", folder.resolve("haproxy.pid").toString());
    for (ShopApp app : apps) {
      String variable = "SHOP_" + app.name().replace("-", "").toUpperCase(Locale.ROOT);
      environment.put(variable, Integer.toString(app.port()));
    }
    if ("root".equals(System.getProperty("user.name"))) {
      environment.put("SHOP_AS_NOBODY", "yes");
    }
    Path config =
        ProjectFiles.find(CONFIG)
            .orElseThrow(() -> new StartFailedException("there is no " + CONFIG));
    ChildProcess process =
        ChildProcess.start(
            "haproxy",
            List.of(haproxy.toString(), "-W", "-f", config.toString()),
            environment,
            folder.resolve("haproxy.log"));
    return new Balancer(process, local(ports.get(0)), local(ports.get(1)));
  }

  /** Where users come in. */
  public URI address() {
    return address;
  }

  /** Its own page, for people. */
  public URI statistics() {
    return statistics;
  }

  public ChildProcess process() {
    return process;
  }

  /** Waits until it sends requests to all of these apps. */
  public void awaitUp(List<ShopApp> apps, Duration timeout) {
    Pause.until("all apps up in haproxy", timeout, () -> apps.stream().allMatch(this::isUp));
  }

  /** Whether it sends requests to an app. */
  public boolean isUp(ShopApp app) {
    return states().getOrDefault(app.name(), "").startsWith("UP");
  }

  /** The apps' states by name, as UP or DOWN; empty: it does not answer. */
  private Map<String, String> states() {
    if (!process.isAlive()) {
      throw new StartFailedException("haproxy ended: " + String.join("\n", process.output()));
    }
    try {
      HttpRequest request =
          HttpRequest.newBuilder(statistics.resolve("/;csv")).timeout(ASK_TIMEOUT).build();
      List<String> lines = http.send(request, BodyHandlers.ofString()).body().lines().toList();
      int column = List.of(lines.getFirst().split(",")).indexOf(STATUS_COLUMN);
      return lines.stream()
          .map(line -> line.split(","))
          .filter(fields -> fields[0].equals("apps"))
          .collect(Collectors.toMap(fields -> fields[1], fields -> fields[column]));
    } catch (IOException e) {
      return Map.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking haproxy", e);
    }
  }

  private static URI local(int port) {
    return URI.create("http://127.0.0.1:" + port + "/");
  }
}
