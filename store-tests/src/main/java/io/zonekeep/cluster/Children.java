package io.zonekeep.cluster;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All child processes alive, so that none outlives this one unless told to. Safe for threads. */
public final class Children {
  private static final Set<ChildProcess> alive = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Children::killAll, "kill-children"));
  }

  private Children() {}

  static void remember(ChildProcess child) {
    alive.add(child);
  }

  static void forget(ChildProcess child) {
    alive.remove(child);
  }

  /** Lets all that run now outlive this process. */
  public static void release() {
    alive.clear();
  }

  private static void killAll() {
    alive.forEach(ChildProcess::kill);
  }
}
