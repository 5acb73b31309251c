package io.zonekeep.server.health;

import static java.util.Objects.requireNonNull;

/**
 * What one check of this node found.
 *
 * @param detail what was measured, with its unit and limit, for people
 */
public record HealthCheck(String name, boolean passing, String detail) {
  public HealthCheck {
    requireNonNull(name, "name is null");
    requireNonNull(detail, "detail is null");
  }
}
