package io.zonekeep.client;

import java.util.List;

/** Some keys in byte order, and whether more follow the last one. */
public record ScanPage(List<Entry> entries, boolean more) {
  public ScanPage {
    entries = List.copyOf(entries);
  }
}
