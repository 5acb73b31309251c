package io.zonekeep.client.discovery;

import io.grpc.Attributes;
import io.grpc.NameResolver;
import java.util.function.LongSupplier;

/**
 * What the resolver and the balancer of one client share. gRPC makes both through global
 * registries, so it travels in arguments and attributes.
 */
record Discovery(
    Target target, Names names, PrimaryTracker tracker, SignsOfLife life, LongSupplier ticker) {
  static final NameResolver.Args.Key<Discovery> ARGUMENT =
      NameResolver.Args.Key.create("zonekeep-discovery");
  static final Attributes.Key<Discovery> ATTRIBUTE = Attributes.Key.create("zonekeep-discovery");
}
