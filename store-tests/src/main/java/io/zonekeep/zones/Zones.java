package io.zonekeep.zones;

import io.zonekeep.client.Zonekeep;
import io.zonekeep.client.ZonekeepClient;
import io.zonekeep.cluster.Command;
import io.zonekeep.cluster.Pause;
import io.zonekeep.v1.Partition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Three zones, each a network with one node in a container, joined by a router. Used by one thread
 * at a time; one at a time on a machine, as names and addresses are fixed. Closing it removes all
 * and leaves the nodes' logs in the folder.
 */
public final class Zones implements AutoCloseable {
  public static final int CLIENT_PORT = 7101;

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);
  private static final String ROUTER = "zonekeep-test-router";

  private final List<Zone> zones = List.of(new Zone("a", 1), new Zone("b", 2), new Zone("c", 3));
  private final Links links = new Links(ROUTER);
  private final NodeImage image;
  private final Path folder;
  private final ZonekeepClient client;

  private Zones(NodeImage image, Path folder) {
    this.image = image;
    this.folder = folder;
    this.client = Zonekeep.builder(target()).callTimeout(CALL_TIMEOUT).build();
  }

  /**
   * Starts all and waits until there is a primary.
   *
   * @param folder for the nodes' configuration and logs
   */
  public static Zones start(NodeImage image, Path folder) {
    Zones zones = new Zones(image, folder);
    try {
      zones.removeAll();
      zones.startAll();
      return zones;
    } catch (RuntimeException e) {
      zones.close();
      throw e;
    }
  }

  public List<Zone> zones() {
    return zones;
  }

  public Links links() {
    return links;
  }

  /** Outside of all zones: it reaches every node, whatever happens to the links. */
  public ZonekeepClient client() {
    return client;
  }

  public Zone awaitPrimary() {
    return awaitPrimaryAfter(0);
  }

  /** Waits for a primary of a later term. */
  public Zone awaitPrimaryAfter(long term) {
    Pause.until(
        "a primary of a term after " + term,
        START_TIMEOUT,
        () -> partition().filter(now -> now.getTerm() > term && hasPrimary(now)).isPresent());
    String id = partition().orElseThrow().getPrimaryNode();
    return zones.stream().filter(zone -> zone.id().equals(id)).findFirst().orElseThrow();
  }

  /** The newest that any node told of. */
  public long term() {
    return partition().map(Partition::getTerm).orElse(0L);
  }

  /** Waits until all nodes answer and have applied what is committed now. */
  public void awaitAllCaughtUp() {
    long committed =
        client.cluster().status().values().stream()
            .mapToLong(status -> status.getCommittedIndex())
            .max()
            .orElse(0);
    Pause.until(
        "all nodes have applied " + committed,
        START_TIMEOUT,
        () ->
            client.cluster().status().values().stream()
                    .filter(status -> status.getAppliedIndex() >= committed)
                    .count()
                == zones.size());
  }

  /** What a node has written since its container was made. */
  public List<String> output(Zone zone) {
    return Docker.run("logs", zone.container()).lines().toList();
  }

  @Override
  public void close() {
    client.close();
    for (Zone zone : zones) {
      Command.Ended log = Command.tryRun(List.of("docker", "logs", zone.container()), Map.of());
      write(folder.resolve("node-" + zone.id() + ".log"), log.output());
    }
    removeAll();
  }

  private String target() {
    return zones.stream()
        .map(zone -> zone.address() + ":" + CLIENT_PORT)
        .collect(Collectors.joining(",", "zonekeep:///", ""));
  }

  private Optional<Partition> partition() {
    return client
        .cluster()
        .topology()
        .filter(topology -> topology.getPartitionsCount() > 0)
        .map(topology -> topology.getPartitions(0));
  }

  private static boolean hasPrimary(Partition partition) {
    return !partition.getPrimaryNode().isEmpty();
  }

  private void startAll() {
    write(folder.resolve("zonekeep.conf"), configuration());
    for (Zone zone : zones) {
      Docker.run("network", "create", Docker.LABEL, "--subnet=" + zone.subnet(), zone.network());
    }
    startRouter();
    zones.forEach(this::startNode);
    zones.forEach(this::awaitReady);
    awaitPrimary();
  }

  /** It has a foot in every zone. */
  private void startRouter() {
    Zone first = zones.getFirst();
    Docker.run(
        "run",
        "--detach",
        Docker.LABEL,
        Docker.MAY_CHANGE_NETWORK,
        "--name=" + ROUTER,
        "--network=" + first.network(),
        "--ip=" + first.routerAddress(),
        "--sysctl=net.ipv4.ip_forward=1",
        image.base(),
        "sleep",
        "infinity");
    for (Zone zone : zones.subList(1, zones.size())) {
      Docker.run("network", "connect", "--ip=" + zone.routerAddress(), zone.network(), ROUTER);
    }
  }

  private void startNode(Zone zone) {
    Docker.run(
        "run",
        "--detach",
        Docker.LABEL,
        Docker.MAY_CHANGE_NETWORK,
        "--name=" + zone.container(),
        "--network=" + zone.network(),
        "--ip=" + zone.address(),
        "--env=ZONEKEEP_NODE_ID=" + zone.id(),
        "--volume=" + folder.resolve("zonekeep.conf") + ":/etc/zonekeep/zonekeep.conf:ro",
        image.name());
    Docker.exec(
        zone.container(), "ip", "route", "add", Zone.ALL_SUBNETS, "via", zone.routerAddress());
  }

  private void awaitReady(Zone zone) {
    Pause.until(
        "node " + zone.id() + " is ready; it said:\n" + String.join("\n", output(zone)),
        START_TIMEOUT,
        () -> output(zone).stream().anyMatch(line -> line.startsWith("READY ")));
  }

  private String configuration() {
    return zones.stream()
        .map(zone ->
            "{ id = %1$s, zone = %1$s, host = \"%2$s\", client_port = %3$d, raft_port = 7201, admin_port = 7301 }"
                .formatted(zone.id(), zone.address(), CLIENT_PORT))
        .collect(Collectors.joining("\n  ", "zonekeep.cluster.nodes = [\n  ", "\n]\n"));
  }

  /** Also what an earlier run left. */
  private void removeAll() {
    zones.forEach(zone -> Docker.tryRun("rm", "--force", "--volumes", zone.container()));
    Docker.tryRun("rm", "--force", "--volumes", ROUTER);
    zones.forEach(zone -> Docker.tryRun("network", "rm", zone.network()));
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
