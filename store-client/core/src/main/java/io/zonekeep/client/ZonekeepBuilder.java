package io.zonekeep.client;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.zonekeep.client.ZonekeepException.Outcome;
import io.zonekeep.client.ZonekeepException.Reason;
import io.zonekeep.client.discovery.Names;
import io.zonekeep.client.discovery.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Collects the options of a client; used by one thread. Every option has a default. */
public final class ZonekeepBuilder {
  public static final Duration CALL_TIMEOUT_DEFAULT = Duration.ofSeconds(10);
  public static final Duration CALL_TIMEOUT_MIN = Duration.ofMillis(10);

  /** Well within the time for which the store remembers a write's result. */
  public static final Duration CALL_TIMEOUT_MAX = Duration.ofMinutes(5);

  public static final int CALLS_IN_FLIGHT_DEFAULT = 16_384;
  public static final int CALLS_IN_FLIGHT_LIMIT = 262_144;
  public static final long BYTES_IN_FLIGHT_DEFAULT = 64L * 1024 * 1024;
  public static final long BYTES_IN_FLIGHT_MIN = 8L * 1024 * 1024;

  private final String target;
  private String clientName = "zonekeep-java";
  private Duration callTimeout = CALL_TIMEOUT_DEFAULT;
  private int callsInFlightMax = CALLS_IN_FLIGHT_DEFAULT;
  private long bytesInFlightMax = BYTES_IN_FLIGHT_DEFAULT;
  private Optional<String> preferredZone = Optional.empty();
  private BreakerListener breakerListener = (node, from, to) -> {};
  private @Nullable Names names;
  private LongSupplier ticker = System::nanoTime;

  ZonekeepBuilder(String target) {
    this.target = requireNonNull(target, "target is null");
  }

  /**
   * How long a call may take in all, failovers and repeated sends included: 10 ms to 5 min, by
   * default 10 s.
   */
  @CanIgnoreReturnValue
  public ZonekeepBuilder callTimeout(Duration timeout) {
    Arguments.check(
        timeout.compareTo(CALL_TIMEOUT_MIN) >= 0 && timeout.compareTo(CALL_TIMEOUT_MAX) <= 0,
        "callTimeout %s is not 10 ms to 5 min",
        timeout);
    callTimeout = timeout;
    return this;
  }

  /**
   * How many calls may wait for an answer: 1 to 262,144, by default 16,384. One more fails at once
   * with OVERLOADED. Of these at most 8,192 writes are under way; others wait in the client.
   */
  @CanIgnoreReturnValue
  public ZonekeepBuilder callsInFlightMax(int calls) {
    Arguments.check(
        calls >= 1 && calls <= CALLS_IN_FLIGHT_LIMIT,
        "callsInFlightMax %d is not 1 to 262,144",
        calls);
    callsInFlightMax = calls;
    return this;
  }

  /**
   * How many bytes of keys and values may wait for an answer: 8 MiB or more, by default 64 MiB. A
   * call over it fails at once with OVERLOADED.
   */
  @CanIgnoreReturnValue
  public ZonekeepBuilder bytesInFlightMax(long bytes) {
    Arguments.check(bytes >= BYTES_IN_FLIGHT_MIN, "bytesInFlightMax %d is under 8,388,608", bytes);
    bytesInFlightMax = bytes;
    return this;
  }

  /** The zone whose standby is asked first when a standby is to answer; by default none. */
  @CanIgnoreReturnValue
  public ZonekeepBuilder preferredZone(String zone) {
    preferredZone = Optional.of(Arguments.name("preferredZone", zone));
    return this;
  }

  /** The name in the servers' logs: 1 to 64 characters, by default "zonekeep-java". */
  @CanIgnoreReturnValue
  public ZonekeepBuilder clientName(String name) {
    Arguments.check(
        !name.isEmpty() && name.length() <= 64,
        "clientName \"%s\" is not 1 to 64 characters",
        name);
    clientName = name;
    return this;
  }

  /** Is told when the circuit breaker of a node changes. */
  @CanIgnoreReturnValue
  public ZonekeepBuilder breakerListener(BreakerListener listener) {
    breakerListener = requireNonNull(listener, "listener is null");
    return this;
  }

  /** Looks names up elsewhere than in the machine's DNS; for tests. */
  @CanIgnoreReturnValue
  ZonekeepBuilder names(Names otherNames) {
    names = otherNames;
    return this;
  }

  /** Tells the time in nanoseconds; for tests. */
  @CanIgnoreReturnValue
  ZonekeepBuilder ticker(LongSupplier otherTicker) {
    ticker = otherTicker;
    return this;
  }

  /**
   * Begins to connect, and returns at once.
   *
   * @throws ZonekeepException INVALID_ARGUMENT if the target cannot be read
   */
  public ZonekeepClient build() {
    return StoreClient.start(
        new ClientOptions(
            readTarget(),
            clientName,
            callTimeout,
            callsInFlightMax,
            bytesInFlightMax,
            preferredZone,
            breakerListener,
            names == null ? Names.ofMachine() : names,
            ticker));
  }

  private Target readTarget() {
    try {
      return Target.parse(target);
    } catch (IllegalArgumentException e) {
      throw new ZonekeepException(
          Outcome.NOT_DONE, Reason.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
    }
  }
}
