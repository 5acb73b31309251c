package io.zonekeep.server.state;

import java.util.List;

/** Some of many, in order, and whether more follow. */
public record Page<T>(List<T> items, boolean more) {
  public Page {
    items = List.copyOf(items);
  }
}
