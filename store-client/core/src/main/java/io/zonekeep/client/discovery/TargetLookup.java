package io.zonekeep.client.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Turns a target into addresses, again and again. A host whose look-up fails or finds nothing keeps
 * the addresses it had: DNS that is slow, broken or briefly empty takes no node away. Look-ups of
 * one object must not overlap.
 */
final class TargetLookup {
  /** How soon to ask again after a failure; also what a negative answer is trusted for. */
  static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final Target target;
  private final Names names;
  private final Map<HostPort, List<InetSocketAddress>> last = new ConcurrentHashMap<>();
  private volatile List<HostPort> lastServices = List.of();

  TargetLookup(Target target, Names names) {
    this.target = target;
    this.names = names;
  }

  /** Never fails; the time to live says when to ask again. */
  CompletableFuture<Found<InetSocketAddress>> lookUp() {
    return hosts().thenCompose(this::allAddresses);
  }

  private CompletableFuture<Found<HostPort>> hosts() {
    if (!target.service()) {
      return CompletableFuture.completedFuture(Found.forEver(target.hosts()));
    }
    return names
        .services(target.hosts().get(0).host())
        .thenApply(this::listedOrPlain)
        .exceptionally(failure -> new Found<>(plainIfEmpty(lastServices), AFTER_FAILURE));
  }

  private Found<HostPort> listedOrPlain(Found<HostPort> services) {
    if (services.values().isEmpty()) {
      return new Found<>(plainIfEmpty(lastServices), AFTER_FAILURE);
    }
    lastServices = services.values();
    return services;
  }

  private List<HostPort> plainIfEmpty(List<HostPort> services) {
    return services.isEmpty() ? target.hosts() : services;
  }

  private CompletableFuture<Found<InetSocketAddress>> allAddresses(Found<HostPort> hosts) {
    last.keySet().retainAll(Set.copyOf(hosts.values()));
    CompletableFuture<Found<InetSocketAddress>> all =
        CompletableFuture.completedFuture(new Found<>(List.of(), hosts.timeToLive()));
    for (HostPort host : hosts.values()) {
      all = all.thenCombine(addressesOf(host), Found::and);
    }
    return all.thenApply(found -> new Found<>(distinct(found.values()), found.timeToLive()));
  }

  private CompletableFuture<Found<InetSocketAddress>> addressesOf(HostPort host) {
    return names
        .addresses(host.host())
        .thenApply(found -> keep(host, found))
        .exceptionally(failure -> kept(host));
  }

  private Found<InetSocketAddress> keep(HostPort host, Found<InetAddress> found) {
    if (found.values().isEmpty()) {
      return kept(host);
    }
    List<InetSocketAddress> addresses = new ArrayList<>();
    found.values().forEach(address -> addresses.add(new InetSocketAddress(address, host.port())));
    last.put(host, addresses);
    return new Found<>(addresses, found.timeToLive());
  }

  private Found<InetSocketAddress> kept(HostPort host) {
    return new Found<>(last.getOrDefault(host, List.of()), AFTER_FAILURE);
  }

  private static List<InetSocketAddress> distinct(List<InetSocketAddress> addresses) {
    return new ArrayList<>(new LinkedHashSet<>(addresses));
  }
}
