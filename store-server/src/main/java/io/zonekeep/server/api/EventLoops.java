package io.zonekeep.server.api;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that serve all connections. They are ours, not gRPC's, so that a stream's replies are
 * packed and sent on the very thread that owns its connection: one wake-up a batch, no second hop.
 */
final class EventLoops implements AutoCloseable {
  private static final int THREADS_MAX = 4;

  private final EventLoopGroup accepting = group("zonekeep-accept", 1);
  private final EventLoopGroup serving =
      group("zonekeep-io", Math.clamp(Runtime.getRuntime().availableProcessors(), 1, THREADS_MAX));

  EventLoopGroup accepting() {
    return accepting;
  }

  EventLoopGroup serving() {
    return serving;
  }

  static Class<? extends ServerChannel> channelType() {
    return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** The event loop that the calling thread is. */
  Executor current() {
    for (EventExecutor loop : serving) {
      if (loop.inEventLoop()) {
        return loop;
      }
    }
    throw new IllegalStateException(Thread.currentThread() + " is none of the event loops");
  }

  @Override
  public void close() {
    serving.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    accepting.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }

  private static EventLoopGroup group(String name, int threads) {
    IoHandlerFactory handlers =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), handlers);
  }
}
