package io.zonekeep.client.discovery;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a cluster is to be found, as an application names it.
 *
 * <ul>
 *   <li>{@code zonekeep:///host[:port],host[:port]…}: these nodes;
 *   <li>{@code zonekeep://name:port}: all addresses (A, AAAA) of one DNS name;
 *   <li>{@code zonekeep://name}: the nodes that the SRV records of {@code _zonekeep._tcp.name}
 *       list; without such records all addresses of the name, with the default port.
 * </ul>
 *
 * @param hosts the names or IP literals to look up
 * @param service whether SRV records of the (only) host come first
 */
public record Target(List<HostPort> hosts, boolean service) {
  /** The port of a node that none was named for. */
  public static final int DEFAULT_PORT = 7101;

  static final int HOSTS_MAX = 64;
  private static final String SCHEME = "zonekeep://";

  public Target {
    hosts = List.copyOf(hosts);
  }

  /**
   * Reads a target.
   *
   * @throws IllegalArgumentException says what is wrong with it
   */
  public static Target parse(String text) {
    requireNonNull(text, "target is null");
    if (!text.startsWith(SCHEME)) {
      throw new IllegalArgumentException(
          "target \"%s\" does not begin with %s".formatted(text, SCHEME));
    }
    String rest = text.substring(SCHEME.length());
    if (rest.startsWith("/")) {
      return list(rest.substring(1), text);
    }
    String name = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
    return new Target(List.of(HostPort.parse(name, DEFAULT_PORT)), !HostPort.namesPort(name));
  }

  private static Target list(String hosts, String text) {
    List<HostPort> parsed = new ArrayList<>();
    for (String host : hosts.split(",", -1)) {
      parsed.add(HostPort.parse(host.trim(), DEFAULT_PORT));
    }
    if (parsed.size() > HOSTS_MAX) {
      throw new IllegalArgumentException(
          "target \"%s\" names more than %d hosts".formatted(text, HOSTS_MAX));
    }
    return new Target(parsed, false);
  }
}
