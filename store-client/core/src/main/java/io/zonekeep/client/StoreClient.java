package io.zonekeep.client;

import io.zonekeep.client.discovery.Nodes;
import io.zonekeep.client.discovery.PrimaryTracker;
import io.zonekeep.client.discovery.StoreTime;

/** The one place that wires a client. */
final class StoreClient implements ZonekeepClient {
  private final Nodes nodes;
  private final Exchange exchange;
  private final Submission calls;
  private final StandbyReads standbys;
  private final Cluster cluster;
  private final Followers followers;

  private StoreClient(
      Nodes nodes, Exchange exchange, StandbyReads standbys, Cluster cluster, Followers followers) {
    this.nodes = nodes;
    this.exchange = exchange;
    this.calls = new Submission(exchange);
    this.standbys = standbys;
    this.cluster = cluster;
    this.followers = followers;
  }

  static StoreClient start(ClientOptions options) {
    StoreTime storeTime = new StoreTime();
    PrimaryTracker tracker = new PrimaryTracker(storeTime);
    Breakers breakers = new Breakers(options.breakerListener());
    Nodes nodes = Nodes.connect(options.target(), options.names(), tracker, options.ticker());
    Exchange exchange = new Exchange(options, nodes, storeTime, breakers);
    exchange.start();
    return new StoreClient(
        nodes,
        exchange,
        new StandbyReads(options, nodes, breakers),
        new RemoteCluster(options, nodes),
        new Followers(nodes, options.ticker()));
  }

  @Override
  public KeyValue keyValue(String namespace) {
    return new RemoteKeyValue(Arguments.namespace(namespace), calls, standbys);
  }

  @Override
  public Sessions sessions(String namespace) {
    return new RemoteSessions(Arguments.namespace(namespace), calls);
  }

  @Override
  public Feed feed(String namespace) {
    return new RemoteFeed(Arguments.namespace(namespace), followers);
  }

  @Override
  public Cluster cluster() {
    return cluster;
  }

  @Override
  public ClientMetrics metrics() {
    return exchange.metrics();
  }

  @Override
  public void close() {
    followers.close();
    exchange.close();
    nodes.close();
  }
}
