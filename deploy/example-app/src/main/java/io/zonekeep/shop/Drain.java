package io.zonekeep.shop;

import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * The first step of a shutdown: /health says 503 while requests are still served, until the
 * balancer has noticed. Then the web server takes no more and finishes those it has.
 */
@Component
@Lazy(false)
class Drain implements SmartLifecycle {
  private final ShopSettings settings;
  private volatile boolean running;
  private volatile boolean begun;

  Drain(ShopSettings settings) {
    this.settings = settings;
  }

  boolean begun() {
    return begun;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    begun = true;
    running = false;
    try {
      Thread.sleep(settings.drain().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** The highest is stopped first: before the web server. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
