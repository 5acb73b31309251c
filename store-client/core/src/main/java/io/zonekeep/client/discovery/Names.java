package io.zonekeep.client.discovery;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.hosts.HostsFileParser;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Looks names up: IP literals, then /etc/hosts, then DNS. Keeps nothing: the caches of the JVM and
 * of gRPC each hold an address for 30 s, which is longer than a failover may take. Safe for many
 * threads.
 */
public final class Names {
  private static final Duration SERVER_TIMEOUT = Duration.ofSeconds(1);
  private static final int TRIES_PER_SERVER = 2;

  private final LookupSession session;

  private Names(LookupSession session) {
    this.session = session;
  }

  /** By the machine's own settings (/etc/resolv.conf, /etc/hosts). */
  public static Names ofMachine() {
    List<Resolver> servers = new ArrayList<>();
    for (InetSocketAddress server : ResolverConfig.getCurrentConfig().servers()) {
      servers.add(new SimpleResolver(server));
    }
    ExtendedResolver all = new ExtendedResolver(servers);
    all.setRetries(TRIES_PER_SERVER);
    return of(all);
  }

  /** By one DNS server. */
  public static Names of(InetSocketAddress server) {
    return of(new SimpleResolver(server));
  }

  private static Names of(Resolver resolver) {
    resolver.setTimeout(SERVER_TIMEOUT);
    ResolverConfig config = ResolverConfig.getCurrentConfig();
    return new Names(
        LookupSession.builder()
            .resolver(resolver)
            .searchPath(config.searchPath())
            .ndots(config.ndots())
            .hostsFileParser(new HostsFileParser())
            .build());
  }

  /**
   * All addresses of a host. Fails when DNS did not answer; no such name is an answer, of no
   * addresses.
   */
  public CompletableFuture<Found<InetAddress>> addresses(String host) {
    Optional<InetAddress> literal = literal(host);
    if (literal.isPresent()) {
      return CompletableFuture.completedFuture(Found.forEver(List.of(literal.get())));
    }
    return lookUp(host, Type.A)
        .thenCombine(lookUp(host, Type.AAAA), Found::and)
        .thenApply(found -> found.map(Names::address));
  }

  /** The nodes that the SRV records of {@code _zonekeep._tcp.name} list, by name. */
  public CompletableFuture<Found<HostPort>> services(String name) {
    return lookUp("_zonekeep._tcp." + name, Type.SRV).thenApply(found -> found.map(Names::service));
  }

  private CompletableFuture<Found<Record>> lookUp(String host, int type) {
    return ask(host, type)
        .handle((found, failure) -> failure == null ? requireNonNull(found) : nothingOr(failure))
        .toCompletableFuture();
  }

  private CompletionStage<Found<Record>> ask(String host, int type) {
    try {
      return session
          .lookupAsync(Name.fromString(host), type)
          .thenApply(result -> Found.of(result.getRecords()));
    } catch (TextParseException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Found<Record> nothingOr(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException) {
      return Found.nothing();
    }
    throw new CompletionException(cause);
  }

  private static Optional<InetAddress> address(Record record) {
    if (record instanceof ARecord a) {
      return Optional.of(a.getAddress());
    }
    return record instanceof AAAARecord aaaa ? Optional.of(aaaa.getAddress()) : Optional.empty();
  }

  private static Optional<HostPort> service(Record record) {
    return record instanceof SRVRecord srv
        ? Optional.of(new HostPort(srv.getTarget().toString(), srv.getPort()))
        : Optional.empty();
  }

  private static Optional<InetAddress> literal(String host) {
    byte[] bytes = Address.toByteArray(host, Address.IPv4);
    if (bytes == null) {
      bytes = Address.toByteArray(host, Address.IPv6);
    }
    try {
      return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
    }
  }
}
