package io.zonekeep.server.health;

/** One thing that is looked at again and again. Called by one thread at a time. */
interface Check {
  HealthCheck look();
}
