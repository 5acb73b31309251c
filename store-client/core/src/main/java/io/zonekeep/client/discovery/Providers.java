package io.zonekeep.client.discovery;

import static java.util.Objects.requireNonNull;

import io.grpc.Attributes;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancerProvider;
import io.grpc.LoadBalancerRegistry;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes resolver and balancer known to gRPC, once a process. */
final class Providers {
  static final String SCHEME = "zonekeep";
  static final String POLICY = "zonekeep_nodes";
  private static final int PRIORITY = 5;

  static {
    NameResolverRegistry.getDefaultRegistry().register(new Resolvers());
    LoadBalancerRegistry.getDefaultRegistry().register(new Balancers());
  }

  private Providers() {}

  /** Runs the static block above, at the first call. */
  static void register() {}

  private static final class Resolvers extends NameResolverProvider {
    @Override
    public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
      if (!SCHEME.equals(target.getScheme())) {
        return null;
      }
      Discovery discovery = requireNonNull(args.getArg(Discovery.ARGUMENT), "not our channel");
      return new TargetResolver(
          new TargetLookup(discovery.target(), discovery.names()),
          discovery.ticker(),
          Attributes.newBuilder().set(Discovery.ATTRIBUTE, discovery).build(),
          args);
    }

    @Override
    public String getDefaultScheme() {
      return SCHEME;
    }

    @Override
    protected boolean isAvailable() {
      return true;
    }

    @Override
    protected int priority() {
      return PRIORITY;
    }

    @Override
    public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
      return List.of(InetSocketAddress.class);
    }
  }

  private static final class Balancers extends LoadBalancerProvider {
    @Override
    public LoadBalancer newLoadBalancer(LoadBalancer.Helper helper) {
      return new NodeBalancer(helper);
    }

    @Override
    public boolean isAvailable() {
      return true;
    }

    @Override
    public int getPriority() {
      return PRIORITY;
    }

    @Override
    public String getPolicyName() {
      return POLICY;
    }
  }
}
