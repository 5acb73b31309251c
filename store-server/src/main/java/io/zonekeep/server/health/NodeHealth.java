package io.zonekeep.server.health;

import io.zonekeep.server.replication.ReplicationStatus;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deep checks of this node, looked at in turn by one thread. What they found may be read from
 * any.
 */
public final class NodeHealth implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeHealth.class);

  private final HealthSettings settings;
  private final DiskWriteCheck diskWrite;
  private final StallCheck stall;
  private final List<Check> checks;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("zonekeep-health").factory());
  private volatile List<HealthCheck> found = List.of();

  public NodeHealth(
      HealthSettings settings, Supplier<ReplicationStatus> status, LongSupplier nanoTime) {
    this.settings = settings;
    this.diskWrite = new DiskWriteCheck(settings.folder(), settings.diskWriteMax(), nanoTime);
    this.stall = new StallCheck(settings.pauseMax(), nanoTime);
    this.checks =
        List.of(
            diskWrite,
            new FreeSpaceCheck(settings.folder(), settings.diskFreeMinBytes()),
            stall,
            ReplicationChecks.primaryKnown(status),
            ReplicationChecks.applyLag(status, settings.applyLagMax()),
            ReplicationChecks.standbyHeard(status, settings.silenceMax()));
  }

  /** Looks once now, and then again and again. */
  public void start() {
    look();
    long millis = settings.interval().toMillis();
    var _ = looking.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** What the last look found, one a check; empty before the first. */
  public List<HealthCheck> checks() {
    return found;
  }

  /** Whether all checks pass. */
  public boolean healthy() {
    List<HealthCheck> last = found;
    return !last.isEmpty() && last.stream().allMatch(HealthCheck::passing);
  }

  /** Calls {@code listener} on the looking thread when a check changed between passing and not. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  private void look() {
    List<HealthCheck> before = found;
    List<HealthCheck> now = checks.stream().map(Check::look).toList();
    found = now;
    boolean changed = false;
    for (int i = 0; i < now.size(); i++) {
      boolean passed = before.isEmpty() || before.get(i).passing();
      if (passed != now.get(i).passing()) {
        changed = true;
        LOG.warn(
            "health check {} {}: {}",
            now.get(i).name(),
            now.get(i).passing() ? "passes again" : "fails",
            now.get(i).detail());
      }
    }
    if (changed || before.isEmpty()) {
      listeners.forEach(Runnable::run);
    }
  }

  @Override
  public void close() {
    looking.shutdownNow();
    diskWrite.close();
    stall.close();
  }
}
