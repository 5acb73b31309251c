package io.zonekeep.server.replication.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While a standby is down, the primary's appender to it must not spin. */
final class AppenderRestTest {
  private static final long WATCHED_MILLIS = 2000;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  @Test
  void theAppenderToADeadStandbyRests() throws Exception {
    try (Cluster cluster = new Cluster(folder, 3).start()) {
      Node primary = cluster.primary();
      String dead = cluster.standby().id;
      Writes.put(primary, "before", "v");
      cluster.crash(dead);
      Writes.put(primary, "after", "v");
      List<Long> appenders = appendersTo(dead);
      assertThat(appenders).as("appenders to %s", dead).isNotEmpty();
      long before = cpuMillis(appenders);
      Thread.sleep(WATCHED_MILLIS);
      // Spinning it takes nearly all of the time; CPU time does not depend on how busy others are.
      assertThat(cpuMillis(appenders) - before).isLessThan(WATCHED_MILLIS / 4);
    }
  }

  private List<Long> appendersTo(String id) {
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(Objects::nonNull)
        .filter(thread -> thread.getThreadName().contains("->" + id + "-"))
        .map(ThreadInfo::getThreadId)
        .toList();
  }

  private long cpuMillis(List<Long> ids) {
    return ids.stream().mapToLong(id -> Math.max(0, threads.getThreadCpuTime(id))).sum()
        / 1_000_000;
  }
}
