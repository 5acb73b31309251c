package io.zonekeep.server.replication.ratis;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what may wait for itself. Ratis' log closes with its lock held and waits for the thread
 * that evicts its cache; where that thread waits for the lock, neither goes on. An interrupt ends
 * the first wait, and then the second. All that was acknowledged is on disk before.
 */
final class BoundedClose {
  private static final Logger LOG = LoggerFactory.getLogger(BoundedClose.class);

  private BoundedClose() {}

  /**
   * Returns when {@code closed} is closed, or after twice {@code patience}: it is interrupted after
   * the first, and left alone after the second.
   */
  static void close(Closeable closed, Duration patience) {
    Thread closing =
        Thread.ofPlatform().name("zonekeep-close").daemon().start(() -> closeNow(closed));
    try {
      if (!closing.join(patience)) {
        LOG.warn("closing takes longer than {}, and is interrupted", patience);
        closing.interrupt();
        if (!closing.join(patience)) {
          LOG.error("not closed {} after the interrupt, and left as it is", patience);
        }
      }
    } catch (InterruptedException e) {
      closing.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private static void closeNow(Closeable closed) {
    try {
      closed.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
