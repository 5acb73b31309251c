package io.zonekeep.server.health;

import static java.util.Objects.requireNonNull;

/**
 * What one check found.
 *
 * @param detail what was measured, with unit and limit, for people
 */
public record HealthCheck(String name, boolean passing, String detail) {
  public HealthCheck {
    requireNonNull(name, "name is null");
    requireNonNull(detail, "detail is null");
  }
}
