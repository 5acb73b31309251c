package io.zonekeep.server.health;

/** Looks at one thing that can make a node sick. Called by one thread, again and again. */
interface Check {
  /** Measures now; never throws and never waits for long. */
  HealthCheck look();
}
