package io.zonekeep.server.health;

import io.zonekeep.server.config.Settings;
import io.zonekeep.server.replication.Replication;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deep checks of this node, each looked at again and again by one thread; anybody may ask what
 * it last found. It only tells: what to do about a sick node is decided elsewhere.
 */
public final class NodeHealth implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeHealth.class);

  private final List<Check> checks;
  private final DiskWriteCheck diskWrite;
  private final PauseCheck pauses;
  private final long intervalMillis;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("zonekeep-health").factory());
  private volatile List<HealthCheck> found = List.of();
  private volatile Runnable listener = () -> {};

  /**
   * Makes the checks; {@link #start} begins to look.
   *
   * @param nanoTime a monotonic clock
   */
  public NodeHealth(Settings settings, Replication replication, LongSupplier nanoTime) {
    Settings.Health limits = settings.health();
    this.diskWrite =
        new DiskWriteCheck(settings.node().dataFolder(), limits.diskWriteMax(), nanoTime);
    this.pauses = new PauseCheck(limits.pauseMax(), nanoTime);
    this.checks =
        List.of(
            diskWrite,
            new DiskSpaceCheck(settings.node().dataFolder(), limits.diskFreeMinBytes()),
            pauses,
            new MajorityCheck(replication, settings.cluster().nodes().size(), limits.silenceMax()),
            new ApplyLagCheck(replication, limits.applyLagMax()));
    this.intervalMillis = limits.interval().toMillis();
  }

  /** Begins to look; what the first look finds is there when this returns. */
  public void start() {
    diskWrite.start();
    pauses.start();
    look();
    var _ =
        thread.scheduleWithFixedDelay(
            this::look, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
  }

  /** What was found last, one for each check. */
  public List<HealthCheck> checks() {
    return found;
  }

  /** Whether all checks passed when last looked at. */
  public boolean healthy() {
    return found.stream().allMatch(HealthCheck::passing);
  }

  /** Calls {@code changed}, on the thread that looks, after each look. */
  public void onLook(Runnable changed) {
    listener = changed;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    pauses.close();
    diskWrite.close();
  }

  /** A defect of one look must not end all further ones: a sick node would pass for healthy. */
  private void look() {
    try {
      found = checks.stream().map(Check::look).toList();
      listener.run();
    } catch (RuntimeException defect) {
      LOG.error("a health check failed by a defect of its own", defect);
    }
  }
}
