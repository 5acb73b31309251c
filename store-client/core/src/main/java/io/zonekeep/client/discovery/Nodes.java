package io.zonekeep.client.discovery;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The connections to all nodes of one cluster. Everything that happens on them happens on {@link
 * #loop}. Safe for many threads.
 */
public final class Nodes implements AutoCloseable {
  /** A page ends at 4 MiB, but one record more may fit; a frame of replies ends at 8 MiB. */
  private static final int INBOUND_BYTES_MAX = 32 * 1024 * 1024;

  private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
  private static final long CLOSE_TIMEOUT_MILLIS = 2_000;

  private final PrimaryTracker tracker;
  private final SignsOfLife life;
  private final LongSupplier ticker;
  private final EventLoopGroup group;
  private final EventLoop loop;
  private final ManagedChannel channel;

  private Nodes(
      PrimaryTracker tracker,
      SignsOfLife life,
      LongSupplier ticker,
      EventLoopGroup group,
      ManagedChannel channel) {
    this.life = life;
    this.ticker = ticker;
    this.tracker = tracker;
    this.group = group;
    this.loop = group.next();
    this.channel = channel;
  }

  /** Begins to connect, and returns at once. */
  public static Nodes connect(
      Target target, Names names, PrimaryTracker tracker, LongSupplier ticker) {
    Providers.register();
    SignsOfLife life = new SignsOfLife();
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1,
            LoopThread::new,
            Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    ManagedChannel channel =
        NettyChannelBuilder.forTarget(Providers.SCHEME + ":///nodes")
            .setNameResolverArg(
                Discovery.ARGUMENT, new Discovery(target, names, tracker, life, ticker))
            .defaultLoadBalancingPolicy(Providers.POLICY)
            .disableServiceConfigLookUp()
            .disableRetry()
            .eventLoopGroup(group)
            .channelType(
                Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class,
                InetSocketAddress.class)
            .directExecutor()
            .usePlaintext()
            .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
            // gRPC raises the time to 10 s; the timeout it also gives to TCP as TCP_USER_TIMEOUT,
            // which finds a peer that does not acknowledge while there is something to send.
            .keepAliveTime(1, TimeUnit.SECONDS)
            .keepAliveTimeout(500, TimeUnit.MILLISECONDS)
            .keepAliveWithoutCalls(true)
            .idleTimeout(Long.MAX_VALUE, TimeUnit.DAYS)
            .maxInboundMessageSize(INBOUND_BYTES_MAX)
            .maxTraceEvents(0)
            .build();
    channel.getState(true);
    return new Nodes(tracker, life, ticker, group, channel);
  }

  public PrimaryTracker tracker() {
    return tracker;
  }

  /** The node has answered something. */
  public void heard(InetSocketAddress node) {
    life.heard(node, ticker.getAsLong());
  }

  /** The client's one thread. */
  public ScheduledExecutorService loop() {
    return loop;
  }

  /**
   * A call to one node, whose callbacks come on {@link #loop}, never within a method of the call.
   * Without a connection to the node it fails at once with UNAVAILABLE.
   */
  public <Q, A> ClientCall<Q, A> call(MethodDescriptor<Q, A> method, InetSocketAddress node) {
    return channel.newCall(method, options(node));
  }

  /** As {@link #call}, with a deadline. */
  public <Q, A> ClientCall<Q, A> call(
      MethodDescriptor<Q, A> method, InetSocketAddress node, Duration timeout) {
    return channel.newCall(
        method, options(node).withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS));
  }

  private CallOptions options(InetSocketAddress node) {
    return CallOptions.DEFAULT.withExecutor(loop).withOption(Route.KEY, node);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    if (!LoopThread.isCurrent()) {
      awaitTermination();
    }
    var unused = group.shutdownGracefully(0, CLOSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void awaitTermination() {
    try {
      channel.awaitTermination(CLOSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
