package io.zonekeep.server.replication;

import org.slf4j.LoggerFactory;

/**
 * Ends the node where going on could lose or corrupt data: the end of the log is unknown after a
 * failed write, and the state after a broken invariant. A restart is safe, and the standbys take
 * over meanwhile.
 */
@FunctionalInterface
public interface FatalError {
  /** The process's exit code. */
  int EXIT_CODE = 70;

  /** Never returns in production; callers still must not go on after it. */
  void stop(String what, Throwable cause);

  /** Halts the process without shutdown hooks, which could hang on what just broke. */
  static FatalError haltProcess() {
    return (what, cause) -> {
      LoggerFactory.getLogger(FatalError.class).error("stopping: {}", what, cause);
      Runtime.getRuntime().halt(EXIT_CODE);
    };
  }
}
