package io.zonekeep.client;

import io.zonekeep.client.discovery.Names;
import io.zonekeep.client.discovery.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The options of one client, checked; see {@link ZonekeepBuilder}. */
record ClientOptions(
    Target target,
    String clientName,
    Duration callTimeout,
    int callsInFlightMax,
    long bytesInFlightMax,
    Optional<String> preferredZone,
    BreakerListener breakerListener,
    Names names,
    LongSupplier ticker) {}
