package io.zonekeep.server.api;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.zonekeep.server.config.Settings;
import io.zonekeep.server.health.NodeHealth;
import io.zonekeep.server.metrics.CallMetrics;
import io.zonekeep.server.replication.Replication;
import io.zonekeep.v1.Call;
import io.zonekeep.v1.ErrorReason;
import io.zonekeep.v1.Welcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The node's gRPC server: clients and, by services given from outside, the other nodes. Calls run
 * on the event loops; nothing there blocks but a look at local storage.
 */
public final class ApiServer implements AutoCloseable {
  private static final Duration KEEPALIVE_PERMITTED = Duration.ofMillis(200);
  private static final Duration DEAD_CLIENT_PROBE = Duration.ofSeconds(10);
  private static final long DRAIN_LOOK_MILLIS = 10;
  private static final long LAST_BYTES_MILLIS = 500;

  // One more than the highest number of either in the protocol.
  private static final int KINDS = Call.FIND_SESSIONS_BY_PRINCIPAL_FIELD_NUMBER + 1;
  private static final int OUTCOMES = ErrorReason.ERROR_REASON_FEED_OFF_VALUE + 1;

  private final Settings settings;
  private final Replication replication;
  private final EventLoops loops = new EventLoops();
  private final PageReads pages;
  private final CallHandler handler;
  private final StreamApi streams;
  private final TopologyFeed feed;
  private final FeedHub watches;
  private final HealthApi health;
  private final Server server;

  /**
   * Builds the server; {@link #start} opens the port.
   *
   * @param peers the other nodes that are reached now, by id
   * @param services further services on the same port
   * @param nanoTime a monotonic clock
   */
  public ApiServer(
      Settings settings,
      Replication replication,
      NodeHealth nodeHealth,
      Supplier<Map<String, PeerView>> peers,
      MeterRegistry metrics,
      List<BindableService> services,
      String release,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.replication = replication;
    this.pages = new PageReads(settings.api().pageReadsMax(), nanoTime);
    PrimaryHints hints = new PrimaryHints(settings.cluster().nodes());
    Errors errors = new Errors(hints);
    Validation validation = new Validation(settings.limits());
    StoreTime storeTime = new StoreTime(replication, nanoTime);
    Queries queries = new Queries(replication, validation, storeTime, pages);
    this.handler =
        new CallHandler(replication, validation, queries, errors, callMetrics(metrics), nanoTime);
    this.streams =
        new StreamApi(handler, settings, storeTime, () -> welcome(hints), loops::current);
    TopologyView view = new TopologyView(settings, replication, nodeHealth, peers);
    this.feed = new TopologyFeed(view::draw, settings.api().watchersMax());
    this.watches =
        new FeedHub(replication, errors, settings.feed().watchersMax(), metrics, nanoTime);
    this.health = new HealthApi(replication, nodeHealth);
    long startedNanos = nanoTime.getAsLong();
    ClusterApi cluster =
        new ClusterApi(
            replication,
            nodeHealth,
            view,
            feed,
            errors,
            release,
            () -> TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - startedNanos));
    ConnectionLimit connections = new ConnectionLimit(settings.api().connectionsMax());
    WatchApi watch = new WatchApi(watches, validation, errors);
    this.server = build(cluster, watch, services, connections);
    gauge(metrics, "zonekeep.connections", "Connections open", connections::open);
    gauge(metrics, "zonekeep.streams", "Batch streams open", streams::open);
    gauge(metrics, "zonekeep.calls.under.way", "Calls without a reply", handler::underWay);
  }

  /** Opens the port. */
  public void start() throws IOException {
    server.start();
    feed.start();
    watches.start();
    replication.onChange(this::changed);
  }

  /** Role, primary, term or health may have changed: tells those who watch. */
  public void changed() {
    health.update();
    feed.changed();
  }

  /** Refuses new calls, lets those under way end within {@code timeout}, and closes the port. */
  public void drain(Duration timeout) throws InterruptedException {
    health.stop();
    handler.stop();
    streams.finish();
    feed.close();
    watches.close();
    server.shutdown();
    long deadline = System.nanoTime() + timeout.toNanos();
    while (busy() && System.nanoTime() < deadline) {
      if (server.awaitTermination(DRAIN_LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
    server.awaitTermination(LAST_BYTES_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    handler.stop();
    feed.close();
    watches.close();
    server.shutdownNow();
    pages.close();
    loops.close();
  }

  private boolean busy() {
    return handler.underWay() > 0 || streams.open() > 0;
  }

  private Server build(
      ClusterApi cluster,
      WatchApi watch,
      List<BindableService> services,
      ConnectionLimit connections) {
    Settings.Api api = settings.api();
    UnaryCalls unary = new UnaryCalls(handler);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(settings.bindAddress(), settings.self().clientPort()))
            .bossEventLoopGroup(loops.accepting())
            .workerEventLoopGroup(loops.serving())
            .channelType(EventLoops.channelType())
            .directExecutor()
            .maxInboundMessageSize(settings.limits().frameBytes())
            .maxConcurrentCallsPerConnection(api.connectionCallsMax())
            .permitKeepAliveTime(KEEPALIVE_PERMITTED.toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true)
            .keepAliveTime(DEAD_CLIENT_PROBE.toMillis(), TimeUnit.MILLISECONDS)
            .addTransportFilter(connections);
    List<BindableService> forClients =
        List.of(
            new KeyValueApi(unary),
            new SessionApi(unary),
            streams,
            cluster,
            watch,
            health.service(),
            ProtoReflectionServiceV1.newInstance());
    forClients.forEach(
        service -> builder.addService(ServerInterceptors.intercept(service, connections)));
    services.forEach(builder::addService);
    return builder.build();
  }

  private Welcome welcome(PrimaryHints hints) {
    return Welcome.newBuilder()
        .setNodeId(settings.node().id())
        .setPrimary(hints.toWire(replication.status().primary()))
        .build();
  }

  private static void gauge(
      MeterRegistry registry, String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  private static CallMetrics callMetrics(MeterRegistry registry) {
    return new CallMetrics(registry, KINDS, ApiServer::kindName, OUTCOMES, ApiServer::outcomeName);
  }

  private static String kindName(int number) {
    return Call.RequestCase.forNumber(number).name().toLowerCase(Locale.ROOT);
  }

  private static String outcomeName(int number) {
    return number == ErrorReason.ERROR_REASON_UNSPECIFIED_VALUE
        ? "ok"
        : ErrorReason.forNumber(number)
            .name()
            .replace("ERROR_REASON_", "")
            .toLowerCase(Locale.ROOT);
  }
}
