package io.zonekeep.client.discovery;

import io.grpc.netty.shaded.io.netty.util.concurrent.FastThreadLocalThread;

/**
 * The one thread of a client: it reads and writes its sockets and completes its calls. Whoever
 * blocks it stops the client.
 */
public final class LoopThread extends FastThreadLocalThread {
  LoopThread(Runnable work) {
    super(work, "zonekeep-client");
    setDaemon(true);
  }

  /** Whether the caller runs on the thread of some client. */
  public static boolean isCurrent() {
    return Thread.currentThread() instanceof LoopThread;
  }
}
