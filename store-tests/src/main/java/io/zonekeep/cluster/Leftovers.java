package io.zonekeep.cluster;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Child processes, and folders, that must not outlive this process however it ends, unless told to.
 * Safe for many threads.
 */
public final class Leftovers {
  private static final Set<ChildProcess> processes = ConcurrentHashMap.newKeySet();
  private static final Set<Path> folders = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Leftovers::clear, "clear-leftovers"));
  }

  private Leftovers() {}

  static void remember(ChildProcess child) {
    processes.add(child);
  }

  static void forget(ChildProcess child) {
    processes.remove(child);
  }

  public static void deleteAtExit(Path folder) {
    folders.add(folder);
  }

  /** Lets all that is there now outlive this process. */
  public static void keep() {
    processes.clear();
    keepFolders();
  }

  /** Lets the folders stay, for whoever wants to know from the logs what went wrong. */
  public static void keepFolders() {
    folders.clear();
  }

  private static void clear() {
    processes.forEach(ChildProcess::kill);
    folders.forEach(ProjectFiles::delete);
  }
}
